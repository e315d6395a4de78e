export { type Clock, type PacedClock, scaledClock } from './kit/clock';
export {
  type VirtualClock,
  type VirtualClockOptions,
  virtualClock,
} from './kit/virtual-clock/virtual-clock';
export {
  describeFault,
  FAULT_EFFECTS,
  type FaultEffect,
  type FaultRule,
  type InjectedFault,
  type UnmatchedFault,
} from './faults/rule';
export { ROOT } from './faults/caller';
export { fullDisk } from './kit/full-disk';
export { isRead } from './kit/is-read';
export { type CallableService, callableServices } from './faults/targets';
export { forgetAws, withoutAws } from './forget-aws';
export type { InProcessClient } from './kit/in-process-client';
export { ExpectedError } from './kit/expected-error';
export { type LocalEndpoint, type LocalEndpointOptions, startLocalEndpoint } from './local-endpoint';
export type { Grant, RefusedCall, WithheldGrant, WithheldGrants } from './authorization/withheld-grants';
export { RUNS_AS_YOU } from './trust';
