import type { EC2Client, IpPermission } from '@aws-sdk/client-ec2';
import { isSame } from '../../../kit/resources/json';
import { toNumber } from '../../../kit/resources/provider';

/** A rule of a security group, inline or as a resource of its own. */
export interface RuleProperties {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly Description?: string;
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
}

export interface IngressRule extends RuleProperties {
  readonly SourceSecurityGroupId?: string;
  readonly SourceSecurityGroupOwnerId?: string;
  readonly SourcePrefixListId?: string;
}

export interface EgressRule extends RuleProperties {
  readonly DestinationSecurityGroupId?: string;
  readonly DestinationPrefixListId?: string;
}

export type Direction = 'ingress' | 'egress';

/** The egress rule that EC2 gives a new security group. */
export const DEFAULT_EGRESS: EgressRule = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** A rule as EC2's API takes it. */
export function ipPermission(rule: IngressRule & EgressRule): IpPermission {
  const { Description, CidrIp, CidrIpv6, SourceSecurityGroupOwnerId } = rule;
  const group = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId;
  const prefixes = rule.SourcePrefixListId ?? rule.DestinationPrefixListId;
  return {
    IpProtocol: String(rule.IpProtocol),
    FromPort: toNumber(rule.FromPort),
    ToPort: toNumber(rule.ToPort),
    IpRanges: CidrIp === undefined ? undefined : [{ CidrIp, Description }],
    Ipv6Ranges: CidrIpv6 === undefined ? undefined : [{ CidrIpv6, Description }],
    PrefixListIds: prefixes === undefined ? undefined : [{ PrefixListId: prefixes, Description }],
    UserIdGroupPairs:
      group === undefined ? undefined : [{ GroupId: group, UserId: SourceSecurityGroupOwnerId, Description }],
  };
}

/** Authorizes the rules that are new, then revokes those that are gone. */
export async function applyRules(
  client: EC2Client,
  GroupId: string,
  direction: Direction,
  before: readonly (IngressRule & EgressRule)[],
  after: readonly (IngressRule & EgressRule)[],
): Promise<void> {
  const added = without(after, before);
  const removed = without(before, after);
  if (added.length > 0) await authorizeRules(client, GroupId, direction, added);
  if (removed.length > 0) await revokeRules(client, GroupId, direction, removed);
}

export async function authorizeRules(
  client: EC2Client,
  GroupId: string,
  direction: Direction,
  IpPermissions: IpPermission[],
): Promise<void> {
  const ec2 = await import('@aws-sdk/client-ec2');
  await (direction === 'ingress'
    ? client.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    : client.send(new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions })));
}

export async function revokeRules(
  client: EC2Client,
  GroupId: string,
  direction: Direction,
  IpPermissions: IpPermission[],
): Promise<void> {
  const ec2 = await import('@aws-sdk/client-ec2');
  await (direction === 'ingress'
    ? client.send(new ec2.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    : client.send(new ec2.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions })));
}

const without = (rules: readonly RuleProperties[], others: readonly RuleProperties[]): IpPermission[] =>
  rules.filter((rule) => !others.some((other) => isSame(rule, other))).map(ipPermission);
