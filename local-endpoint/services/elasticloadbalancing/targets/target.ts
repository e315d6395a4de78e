/** A target of a target group, registered or draining. */
export interface Target {
  /** Instance id, IP address, or the ARN of a Lambda function or load balancer. */
  readonly id: string;
  /** Undefined for a Lambda function. */
  readonly port?: number;
  /** As it was registered. */
  readonly availabilityZone?: string;
  /** Since when it has been checked: its registration, or the start of an instance that had stopped. */
  checkedSince?: Date;
  /** When a target that is draining is gone. @default - it is registered */
  goneAt?: Date;
  /** When its instance was first seen as terminated. */
  terminatedAt?: Date;
}

/** Identifies a target within its target group: one id with two ports is two targets. */
export const targetKey = ({ id, port }: Pick<Target, 'id' | 'port'>): string => `${id} ${port ?? ''}`;
