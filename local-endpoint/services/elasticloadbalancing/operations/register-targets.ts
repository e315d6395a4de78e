import type {
  DeregisterTargetsInput,
  RegisterTargetsInput,
  TargetDescription,
  TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  DescribeTargetGroupAttributesCommand,
  type TargetGroupAttribute,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isIP } from 'node:net';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type Scope, scopeOf } from '../../../kit/scope';
import { throwValidationErrors, validationErrors } from '../../../kit/validate';
import type { LoadBalancingStore } from '../store';
import { findTargetGroup } from '../targets/find-target-group';
import { readInstances } from '../targets/instances';
import { targetOf, targetsOf } from '../targets/registered';
import { targetKey } from '../targets/target';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html */
export const registerTargets =
  (store: LoadBalancingStore): Operation<RegisterTargetsInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const given = checkTargets(input);
    const group = await findTargetGroup(store, scope, input.TargetGroupArn);
    if (group.TargetType === 'instance') await checkInstances(store, scope, group, given);
    if (group.TargetType === 'ip') checkAddresses(given);
    await store.in(scope).usage.load();
    const targets = targetsOf(store, scope, group);
    const now = store.context.clock.now();
    for (const description of given) {
      const target = { ...targetOf(description, group), checkedSince: now };
      const known = targets.get(targetKey(target));
      if (!known || known.goneAt) targets.set(targetKey(target), target);
    }
    return {};
  };

/**
 * A target that is not registered is no error.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
 */
export const deregisterTargets =
  (store: LoadBalancingStore): Operation<DeregisterTargetsInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const given = checkTargets(input);
    const group = await findTargetGroup(store, scope, input.TargetGroupArn);
    const { usage } = store.in(scope);
    await usage.load();
    const targets = targetsOf(store, scope, group);
    const found = given
      .map((description) => targetKey(targetOf(description, group)))
      .filter((key) => targets.has(key) && !targets.get(key)?.goneAt);
    if (found.length === 0) return {};
    const used = usage.loadBalancersOf(group.TargetGroupArn ?? '').length > 0;
    const delay = used ? await deregistrationDelay(store, scope, group) : 0;
    const goneAt = new Date(store.context.clock.now().getTime() + delay);
    for (const key of found) {
      const target = targets.get(key);
      if (delay === 0) targets.delete(key);
      else if (target) target.goneAt ??= goneAt;
    }
    return {};
  };

function checkTargets(input: RegisterTargetsInput): TargetDescription[] {
  const { Targets = [] } = input;
  throwValidationErrors(
    [
      ...validationErrors(input, ['TargetGroupArn', 'Targets']),
      ...Targets.flatMap((target, index) =>
        validationErrors(target, ['Id'], { Port: { min: 1, max: 65_535 } }, `targets.${index + 1}.member.`),
      ),
    ],
    'ValidationError',
  );
  return Targets;
}

async function checkInstances(
  store: LoadBalancingStore,
  scope: Scope,
  { VpcId }: TargetGroup,
  given: readonly TargetDescription[],
): Promise<void> {
  const ids = given.map(({ Id = '' }) => Id);
  const malformed = ids.find((id) => !/^i-[0-9a-f]{8,17}$/.test(id));
  if (malformed !== undefined)
    throw new AwsError('ValidationError', `Instance ID '${malformed}' is not valid`);
  const instances = await readInstances(store, scope, ids);
  refuse(
    ids.filter((id) => !instances.has(id)),
    'The following instances do not exist',
  );
  refuse(
    ids.filter((id) => instances.get(id)?.state !== 'running'),
    'The following targets are not in a running state and cannot be registered',
  );
  refuse(
    ids.filter((id) => VpcId !== undefined && instances.get(id)?.vpc !== VpcId),
    `The following targets are not in the target group VPC '${VpcId}'`,
  );
}

function refuse(ids: readonly string[], why: string): void {
  if (ids.length > 0) throw new AwsError('InvalidTarget', `${why}: ${ids.map((id) => `'${id}'`).join(', ')}`);
}

function checkAddresses(given: readonly TargetDescription[]): void {
  const wrong = given.find(({ Id = '' }) => isIP(Id) === 0);
  if (wrong) throw new AwsError('ValidationError', `The IP address '${wrong.Id}' is not valid`);
}

/** Milliseconds. */
async function deregistrationDelay(
  store: LoadBalancingStore,
  scope: Scope,
  { TargetGroupArn }: TargetGroup,
): Promise<number> {
  const { Attributes = [] } = await store
    .loadBalancing(scope)
    .send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
  const isDelay = ({ Key }: TargetGroupAttribute) => Key === 'deregistration_delay.timeout_seconds';
  return Number(Attributes.find(isDelay)?.Value ?? 300) * 1_000;
}
