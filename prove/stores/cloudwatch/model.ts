import type { StateValue } from '@aws-sdk/client-cloudwatch';

/** States of alarms by their names. */
export type AlarmState = Record<string, StateValue>;
