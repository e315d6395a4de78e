import type {
  Instance,
  InstanceState,
  InstanceStateChange,
  StartInstancesCommandInput,
  StopInstancesCommandInput,
  TerminateInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { missingParameter } from '../errors';
import { emitState } from '../instances/events';
import { findInstances } from '../instances/find';
import { releaseVolumes } from '../instances/volumes';
import type { Ec2State, Ec2Store, StoredInstance } from '../store';

const STATES = {
  pending: { Code: 0, Name: 'pending' },
  running: { Code: 16, Name: 'running' },
  'shutting-down': { Code: 32, Name: 'shutting-down' },
  terminated: { Code: 48, Name: 'terminated' },
  stopping: { Code: 64, Name: 'stopping' },
  stopped: { Code: 80, Name: 'stopped' },
} as const satisfies Record<string, InstanceState>;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html */
export const startInstances =
  (store: Ec2Store): Operation<StartInstancesCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const found = requested(store, state, input.InstanceIds);
    for (const { instance } of found) requireState(instance, 'started', ['stopped', 'running']);
    return {
      StartingInstances: found.map((stored) => change(store, state, stored, 'pending', 'running')),
    };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html */
export const stopInstances =
  (store: Ec2Store): Operation<StopInstancesCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const found = requested(store, state, input.InstanceIds);
    for (const { instance, disableApiStop } of found) {
      requireState(instance, 'stopped', ['stopped', 'running']);
      if (disableApiStop) throw notPermitted(instance, 'stopped', 'disableApiStop');
    }
    return {
      StoppingInstances: found.map((stored) => change(store, state, stored, 'stopping', 'stopped')),
    };
  };

/**
 * Terminating what is terminated already is no error.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html
 */
export const terminateInstances =
  (store: Ec2Store): Operation<TerminateInstancesCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const found = requested(store, state, input.InstanceIds);
    const kept = found.find(({ disableApiTermination }) => disableApiTermination);
    if (kept) throw notPermitted(kept.instance, 'terminated', 'disableApiTermination');
    return {
      TerminatingInstances: found.map((stored) => {
        if (stored.terminatedAt) return unchanged(stored.instance);
        const changed = change(store, state, stored, 'shutting-down', 'terminated');
        terminate(store, state, stored);
        return changed;
      }),
    };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html */
export const rebootInstances =
  (store: Ec2Store): Operation<StartInstancesCommandInput> =>
  async (input, context) => {
    const found = requested(store, store.in(scopeOf(context)), input.InstanceIds);
    for (const { instance } of found) requireState(instance, 'rebooted', ['running']);
    return {};
  };

function requested(store: Ec2Store, state: Ec2State, ids: readonly string[] | undefined): StoredInstance[] {
  if (!ids || ids.length === 0) throw missingParameter('InstanceId');
  return findInstances(store, state, [...new Set(ids)]);
}

function requireState({ InstanceId, State }: Instance, done: string, allowed: readonly string[]): void {
  if (allowed.includes(State?.Name ?? '')) return;
  throw new AwsError(
    'IncorrectInstanceState',
    `The instance '${InstanceId}' is not in a state from which it can be ${done}.`,
  );
}

const notPermitted = ({ InstanceId }: Instance, done: string, attribute: string): AwsError =>
  new AwsError(
    'OperationNotPermitted',
    `The instance '${InstanceId}' may not be ${done}. Modify its '${attribute}' instance attribute and try again.`,
  );

/** @param passing the state that the answer has @param final the state that the instance has from now on */
function change(
  store: Ec2Store,
  state: Ec2State,
  { instance }: StoredInstance,
  passing: keyof typeof STATES,
  final: keyof typeof STATES,
): InstanceStateChange {
  const { InstanceId = '', State: PreviousState } = instance;
  if (PreviousState?.Name === final) return unchanged(instance);
  instance.State = STATES[final];
  const ended = final === 'stopped' || final === 'terminated';
  const now = store.context.clock.now();
  const at = `${now.toISOString().slice(0, 19).replace('T', ' ')} GMT`;
  instance.StateTransitionReason = ended ? `User initiated (${at})` : '';
  instance.StateReason = ended ? USER_SHUTDOWN : undefined;
  if (final === 'running') instance.LaunchTime = now;
  emitState(store, state, InstanceId, final);
  return { InstanceId, CurrentState: STATES[passing], PreviousState };
}

const USER_SHUTDOWN = {
  Code: 'Client.UserInitiatedShutdown',
  Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

const unchanged = ({ InstanceId, State }: Instance): InstanceStateChange => ({
  InstanceId,
  CurrentState: State,
  PreviousState: State,
});

function terminate(store: Ec2Store, state: Ec2State, stored: StoredInstance): void {
  const { instance } = stored;
  stored.terminatedAt = store.context.clock.now();
  releaseVolumes(state, instance.InstanceId ?? '');
  Object.assign(instance, {
    BlockDeviceMappings: [],
    NetworkInterfaces: [],
    PrivateDnsName: '',
    PrivateIpAddress: undefined,
    PublicDnsName: '',
    PublicIpAddress: undefined,
    SecurityGroups: [],
    SubnetId: undefined,
    VpcId: undefined,
  });
}
