import { SecondFactorPanel } from "@/components/mfa/second-factor-panel";
import { TrustedDeviceList } from "@/components/mfa/trusted-device-list";
import type { MfaState, TrustedDevice } from "@/lib/features/mfa/schema";
import { confirmFactor, disableFactor, distrust, enableFactor, mailCode, renewCodes } from "./second-factor-actions";

/** Second factors and the devices that are not asked for them. */
export const SecondFactorSection = ({ mfa, devices }: { mfa: MfaState; devices: TrustedDevice[] }) => (
  <>
    <SecondFactorPanel mfa={mfa} enableAction={enableFactor} confirmAction={confirmFactor} disableAction={disableFactor} sendCodeAction={mailCode} renewCodesAction={renewCodes} />
    <TrustedDeviceList devices={devices} distrustAction={distrust} />
  </>
);
