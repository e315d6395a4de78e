import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { clientOf } from '../kit/client';
import type { Aws } from '../kit/aws';
import { nameOfArn, parseArn } from '../kit/arn';
import type { RolePolicies, RoleReader } from '../kit/identities';
import { type Policy, parsePolicy } from '../kit/policy/document';

/** @param aws calls the endpoint as itself */
export function createRoleReader(aws: Pick<Aws, 'asService'>): RoleReader {
  let known = new Map<string, Promise<RolePolicies | undefined>>();
  return {
    role(arn) {
      const remembered = known.get(arn);
      if (remembered) return remembered;
      const reading = readRole(clientFor(aws, arn), arn);
      known.set(arn, reading);
      reading.then(
        (role) => role ?? known.delete(arn),
        () => known.delete(arn),
      );
      return reading;
    },
    forget() {
      known = new Map();
    },
  };
}

/** IAM of the account that the ARN names. */
const clientFor = (aws: Pick<Aws, 'asService'>, arn: string): IAMClient =>
  clientOf(IAMClient, aws.asService(parseArn(arn)?.account ?? '', 'us-east-1'));

async function readRole(iam: IAMClient, arn: string): Promise<RolePolicies | undefined> {
  const RoleName = nameOfArn(arn);
  const role = await iam.send(new GetRoleCommand({ RoleName })).then(
    ({ Role }) => Role,
    (error: Error) => {
      if (error.name === 'NoSuchEntityException' || error.name === 'NoSuchEntity') return undefined;
      throw error;
    },
  );
  if (!role || role.Arn !== arn) return undefined; // a path is part of the ARN
  const [inline, attached] = await Promise.all([
    inlinePolicies(iam, RoleName),
    attachedPolicies(iam, RoleName),
  ]);
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    trust: parsePolicy('trust policy', role.AssumeRolePolicyDocument ?? '{}'),
    identity: [...inline, ...attached],
    ...(boundary ? { boundary: await managedPolicy(iam, boundary) } : {}),
    roleId: role.RoleId ?? '',
    maxSessionDuration: role.MaxSessionDuration ?? 3600,
  };
}

async function inlinePolicies(iam: IAMClient, RoleName: string): Promise<Policy[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName, MaxItems: 1000 }));
  return Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return parsePolicy(PolicyName, PolicyDocument ?? '{}');
    }),
  );
}

async function attachedPolicies(iam: IAMClient, RoleName: string): Promise<Policy[]> {
  const { AttachedPolicies = [] } = await iam.send(
    new ListAttachedRolePoliciesCommand({ RoleName, MaxItems: 1000 }),
  );
  return Promise.all(AttachedPolicies.map(({ PolicyArn }) => managedPolicy(iam, PolicyArn ?? '')));
}

async function managedPolicy(iam: IAMClient, PolicyArn: string): Promise<Policy> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const VersionId = Policy?.DefaultVersionId ?? 'v1';
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return parsePolicy(PolicyArn, PolicyVersion?.Document ?? '{}');
}
