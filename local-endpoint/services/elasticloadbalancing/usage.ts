import {
  type Action,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  type ElasticLoadBalancingV2Client,
  type Listener,
  type LoadBalancer,
  type Rule,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { targetGroupsOf } from './actions';

/** A listener's default actions, or a rule. */
interface User {
  /** ARN of the load balancer. */
  readonly loadBalancer: string;
  /** ARNs of the target groups that it forwards to, those with weight 0 as well. */
  readonly targetGroups: readonly string[];
}

/** A load balancer that uses a target group. */
export interface UsingLoadBalancer {
  readonly arn: string;
  /** Names of its Availability Zones. */
  readonly zones: readonly string[];
}

/**
 * Which target groups the listeners and rules of an account and region use. moto adds a load balancer to a target group
 * when a rule is created, but not when one is modified or deleted, so this is read once and then follows every change.
 */
export class Usage {
  private readonly users = new Map<string, User>();
  private readonly zones = new Map<string, readonly string[]>();
  private readonly since = new Map<string, Date>();
  private loading?: Promise<void>;

  constructor(
    private readonly client: ElasticLoadBalancingV2Client,
    private readonly now: () => Date,
  ) {}

  /** Reads what moto has already; to be called before anything else. */
  load(): Promise<void> {
    this.loading ??= this.read().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  /** The load balancers whose listeners or rules use a target group: one at most in AWS. */
  loadBalancersOf(targetGroup: string): UsingLoadBalancer[] {
    const using = [...this.users.values()].filter(({ targetGroups }) => targetGroups.includes(targetGroup));
    const arns = [...new Set(using.map(({ loadBalancer }) => loadBalancer))];
    return arns.map((arn) => ({ arn, zones: this.zones.get(arn) ?? [] }));
  }

  /** Since when a target group has been used without a break. @returns undefined where nothing uses it */
  usedSince(targetGroup: string): Date | undefined {
    return this.since.get(targetGroup);
  }

  /** After a load balancer was created, or its subnets were changed. */
  setZones(loadBalancer: string, zones: LoadBalancer['AvailabilityZones'] = []): void {
    this.zones.set(
      loadBalancer,
      zones.map(({ ZoneName = '' }) => ZoneName),
    );
  }

  /** After a listener was created or modified. */
  setListeners(listeners: readonly Listener[] = []): void {
    for (const { ListenerArn = '', DefaultActions } of listeners) this.set(ListenerArn, DefaultActions);
  }

  /** After rules were created or modified; default rules are their listener's. */
  setRules(rules: readonly Rule[] = []): void {
    for (const { RuleArn = '', IsDefault, Actions } of rules)
      if (String(IsDefault) !== 'true') this.set(RuleArn, Actions);
  }

  /** After a load balancer, listener or rule was deleted, with all that belongs to it. */
  delete(arn: string): void {
    for (const [user, { loadBalancer }] of this.users) {
      const isPart = user.startsWith(`${arn.replace(':listener/', ':listener-rule/')}/`);
      if (user === arn || loadBalancer === arn || isPart) this.users.delete(user);
    }
    this.zones.delete(arn);
    this.forgetUnused();
  }

  private set(arn: string, actions: readonly Action[] | undefined, since = this.now()): void {
    const targetGroups = targetGroupsOf(actions || []);
    this.users.set(arn, { loadBalancer: loadBalancerOf(arn), targetGroups });
    for (const group of targetGroups) if (!this.since.has(group)) this.since.set(group, since);
    this.forgetUnused();
  }

  private forgetUnused(): void {
    const used = new Set([...this.users.values()].flatMap(({ targetGroups }) => targetGroups));
    for (const group of this.since.keys()) if (!used.has(group)) this.since.delete(group);
  }

  /** What was there before counts as used for ever. */
  private async read(): Promise<void> {
    const ever = new Date(0);
    for (const { LoadBalancerArn = '', AvailabilityZones } of await this.loadBalancers()) {
      this.setZones(LoadBalancerArn, AvailabilityZones);
      const { Listeners = [] } = await this.client.send(new DescribeListenersCommand({ LoadBalancerArn }));
      for (const { ListenerArn = '', DefaultActions } of Listeners) {
        this.set(ListenerArn, DefaultActions, ever);
        const { Rules = [] } = await this.client.send(new DescribeRulesCommand({ ListenerArn }));
        for (const { RuleArn = '', IsDefault, Actions } of Rules)
          if (!IsDefault) this.set(RuleArn, Actions, ever);
      }
    }
  }

  private async loadBalancers(): Promise<LoadBalancer[]> {
    const all: LoadBalancer[] = [];
    let Marker: string | undefined;
    do {
      const page = await this.client.send(new DescribeLoadBalancersCommand({ Marker }));
      all.push(...(page.LoadBalancers ?? []));
      Marker = page.NextMarker;
    } while (Marker);
    return all;
  }
}

/** `…:listener-rule/app/name/id/listener/rule` and `…:listener/app/name/id/listener` are of `…:loadbalancer/app/name/id`. */
export function loadBalancerOf(arn: string): string {
  const [before = '', after = ''] = arn.split(/:listener(?:-rule)?\//);
  return `${before}:loadbalancer/${after.split('/').slice(0, 3).join('/')}`;
}
