import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmForm } from "@/components/ui/confirm-form";
import type { FormAction } from "@/components/ui/form-state";

export interface EndPanelProps {
  organization: { id: string; name: string };
  /** Receives `organization_id`. Absent: the viewer is no member. */
  leaveAction?: FormAction;
  /** Receives `organization_id`. Absent: the viewer may not. */
  deleteAction?: FormAction;
}

/** The two ways out of an organization. */
export function EndPanel({ organization: { id, name }, leaveAction, deleteAction }: EndPanelProps) {
  if (!leaveAction && !deleteAction) return null;
  const values = { organization_id: id };
  const title = !deleteAction ? "Leave" : leaveAction ? "Leave or delete" : "Delete";
  return (
    <Card>
      <CardHeader title={title} description="Your account and your other organizations stay as they are." />
      <CardBody className="flex flex-wrap gap-3">
        {leaveAction && (
          <ConfirmForm
            action={leaveAction} values={values} label="Leave" confirmLabel="Leave" title={`Leave ${name}?`}
            description="Your roles in it end at once. Somebody has to add you again if you want to come back."
          />
        )}
        {deleteAction && (
          <ConfirmForm
            action={deleteAction} values={values} label="Delete" confirmLabel="Delete organization" title={`Delete ${name}?`}
            description="Every membership and role in it ends at once, for everybody. The audit trail stays."
          />
        )}
      </CardBody>
    </Card>
  );
}
