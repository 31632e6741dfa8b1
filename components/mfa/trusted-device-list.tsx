import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import type { FormAction } from "@/components/ui/form-state";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TrustedDevice } from "@/lib/features/mfa/schema";

export interface TrustedDeviceListProps {
  devices: TrustedDevice[];
  /** Receives `id`. */
  distrustAction: FormAction;
}

/** Where the viewer is not asked for the second factor. Nothing where there is no such device. */
export function TrustedDeviceList({ devices, distrustAction }: TrustedDeviceListProps) {
  if (devices.length === 0) return null;
  return (
    <Card id="trusted-devices">
      <CardHeader title="Trusted devices" description="Signing in on these does not ask for your second factor. Changing your password, or turning the second factor off, ends that." />
      <ul className="mt-5 divide-y border-t">
        {devices.map((device) => (
          <li key={device.id} className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-4 sm:px-6">
            <div className="grid min-w-0 flex-1 basis-52 gap-0.5">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">{device.device_name}{device.is_current && <Badge tone="accent" dot>This device</Badge>}</p>
              <p className="text-sm text-muted-foreground">
                <span className="font-mono text-[0.8125rem]">{device.ip_address ?? "address unknown"}</span> · trust ends <RelativeTime at={device.trusted_until} />
              </p>
            </div>
            <ConfirmForm
              action={distrustAction} values={{ id: device.id }} label="End trust" ariaLabel={`Ask for the second factor on ${device.device_name} again`}
              confirmLabel="Ask again" title="Ask for the second factor again?" description={`Signing in on ${device.device_name} asks for it from now on. Sessions that are open go on.`}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
