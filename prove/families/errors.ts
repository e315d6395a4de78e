import type { RecordedRelease } from '../run/record';
import { ServiceError } from '../stores/store';
import type { Family } from './family';
import { type CallFault, faultAt } from './intercepted';
import { RETRY } from './follow-up';

/** Every attempt of the SDK at a call fails so. One that fails once, and succeeds when the SDK repeats it, is no fault. */
const everyAttempt = (name: string, what: string, fault: CallFault): Family => ({
  name,
  what,
  cases: (release: RecordedRelease) =>
    release.invocations.flatMap((at) =>
      at.calls.map(({ attempt }) => faultAt(release, name, at, attempt.call, fault, RETRY)),
    ),
});

const fail = (name: string, message: string, status: number): never => {
  throw new ServiceError(name, message, status);
};

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html does not list them: each service has its own. */
export const throttled = everyAttempt(
  'throttled',
  'it is refused as one too many, whenever it is repeated',
  () => fail('ThrottlingException', 'Rate exceeded', 400),
);

export const serverError = everyAttempt('500', 'it is answered 500, whenever it is repeated', () =>
  fail('InternalFailure', 'An internal error has occurred', 500),
);

const reset = (): never => {
  throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
};

/** It takes effect, the connection drops, and the SDK repeats it. */
export const dropped = everyAttempt(
  'dropped',
  'the connection drops after it took effect, and it is repeated',
  ({ attempt }, perform) => {
    const answer = perform();
    return attempt === 1 ? reset() : answer;
  },
);

export const droppedAlways = everyAttempt(
  'dropped-always',
  'the connection drops after it took effect, whenever it is repeated',
  (_, perform) => {
    perform();
    return reset();
  },
);
