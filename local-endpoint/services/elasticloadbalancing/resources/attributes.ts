import { isSame } from '../../../kit/resources/json';

/** Attributes of a load balancer, target group or listener as templates write them. */
export interface Attribute {
  readonly Key?: string;
  readonly Value?: string;
}

/** The attributes that differ; one that left the template keeps its value, as with CloudFormation. */
export const changedAttributes = (
  before: readonly Attribute[] = [],
  after: readonly Attribute[] = [],
): Attribute[] =>
  after
    .filter((attribute) => !before.some((had) => isSame(had, attribute)))
    .map(({ Key, Value }) => ({ Key, Value: String(Value) }));
