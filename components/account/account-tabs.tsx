import { NavTabs } from "@/components/ui/nav-tabs";

const tabs = [
  { href: "/account", label: "Profile", holds: ["/account/email"] },
  { href: "/account/security", label: "Security" },
  { href: "/account/sessions", label: "Sessions" },
  { href: "/account/activity", label: "Activity" },
];

export function AccountTabs() {
  return <NavTabs label="Account" tabs={tabs} />;
}
