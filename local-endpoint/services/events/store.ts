import type { PutRuleRequest, Tag, Target } from '@aws-sdk/client-eventbridge';
import { Store } from '../../kit/store';
import type { EventPattern } from './pattern';

/** A rule of the default event bus, with its targets. */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  pattern: EventPattern;
  /** As PutRule was last called. */
  definition: PutRuleRequest;
  enabled: boolean;
  tags: Tag[];
  /** By id. */
  readonly targets: Map<string, Target>;
}

/** The rules of the default event bus of every account and region, by name. */
export type EventRules = Store<Map<string, EventRule>>;

/** No rules yet. */
export const createEventRules = (): EventRules => new Store(() => new Map<string, EventRule>());
