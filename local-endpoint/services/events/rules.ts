import type { PutRuleRequest, Tag, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../kit/aws-error';
import { type CallContext } from '../../kit/operation';
import type { EventPattern } from './pattern';

/** A rule on the default event bus, with its targets. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  pattern: EventPattern;
  definition: PutRuleRequest;
  enabled: boolean;
  tags: Tag[];
  readonly targets: Map<string, Target>;
}

/** Whose rules: every account and region has its own default bus. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The rules of every account and region. */
export class Rules {
  private readonly byPlace = new Map<string, Map<string, Rule>>();

  /** All rules of a place, by name. */
  at(place: Place): Map<string, Rule> {
    const key = `${place.account}/${place.region}`;
    const found = this.byPlace.get(key) ?? new Map<string, Rule>();
    this.byPlace.set(key, found);
    return found;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  named(place: Place, name: string | undefined): Rule {
    const rule = this.at(place).get(name ?? '');
    if (!rule)
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
    return rule;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  withArn(place: Place, arn: string | undefined): Rule {
    const rule = [...this.at(place).values()].find((candidate) => candidate.arn === arn);
    if (!rule) throw new AwsError('ResourceNotFoundException', `Rule with ARN ${arn} does not exist.`);
    return rule;
  }
}

/** The place a call is made in; only its default bus is offered. */
export function placeOf(context: CallContext, eventBusName?: string): Place {
  if (eventBusName && eventBusName !== 'default' && !eventBusName.endsWith(':event-bus/default'))
    throw new AwsError(
      'ResourceNotFoundException',
      `Event bus ${eventBusName} does not exist. The local endpoint has only the default event bus.`,
    );
  return { account: context.caller.accountId, region: context.region };
}
