import { caseRunOf } from '../../run/case-run';
import { play } from '../../run/play';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { functionOf } from '../../stores/lambda/find';
import type { Scenario } from '../kind';
import { CHANGES, CHANGES_OF_A_FAILURE, CHANGES_OF_A_REFUSAL, GONE, VERSION_DELETED } from './changes';
import { common, redeploy, releaseOf, rollBackTo, unreleased } from './common';
import { succeeded } from './invariants';
import { BUCKET, buildKey, codeOf, FIRST, FUNCTIONS, functionName, LAST, NEXT, RELEASE } from './names';
import { HASH } from './settings';
import { stagesWithApproval, type Strategy } from './stages';
import { buildOf, start, startRelease, startUnreleased } from './start';

const CANARY = 'Canary10Percent2Minutes';

const release: Scenario = {
  ...{ ...common, name: 'release', start: () => start(CANARY) },
  ...{ changes: [...CHANGES, VERSION_DELETED], isOver: GONE },
};

/** Nothing serves but the placeholder. */
const firstRelease: Scenario = {
  ...{ ...unreleased, name: 'first-release' },
  start: async () => startUnreleased(CANARY),
};

/** The same begin, with something different. */
const arranged =
  (strategy: Strategy, arrange: (simulated: SimulatedAccount) => void) =>
  async (): Promise<SimulatedAccount> => {
    const simulated = await start(strategy);
    arrange(simulated);
    return simulated;
  };

/** The build made the code again that serves. */
const unchanged: Scenario = {
  ...{ ...common, name: 'unchanged' },
  start: arranged(CANARY, ({ s3 }) => {
    if (s3) s3[`${BUCKET}/${buildKey(RELEASE)}`] = buildOf(FIRST);
  }),
  succeeded: (simulated, id) =>
    succeeded(simulated, id, releaseOf(id), id === RELEASE ? FIRST : releaseOf(id)),
};

/**
 * Another memory and another variable, with the code that serves. What served was released by another structure of the
 * pipeline, to which CodePipeline rolls nothing back.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
const configuration: Scenario = {
  ...{ ...unchanged, name: 'configuration-only', rollBack: undefined },
  start: async () => {
    const simulated = await unchanged.start();
    redeploy(simulated, false);
    return simulated;
  },
};

/** New code of some functions throws, until a person has mended what it needs. */
const failing = (name: string, strategy: Strategy, functions: readonly string[]): Scenario => ({
  ...{ ...common, name },
  start: arranged(strategy, (simulated) =>
    setThrowing(
      simulated,
      functions.map((one) => codeOf(RELEASE, one)),
    ),
  ),
  changes: CHANGES_OF_A_FAILURE,
  mayFail: 'its code throws, until a person has mended what it needs',
  mend: (simulated) => setThrowing(simulated, []),
});

function setThrowing({ functions }: SimulatedAccount, texts: readonly string[]): void {
  if (functions) functions.throwing = texts;
}

/** A function is changed by someone else at the beginning, and changes and versions take long. */
const slow: Scenario = {
  ...{ ...common, name: 'slow-functions' },
  start: arranged('AllAtOnce', (simulated) => {
    for (const name of FUNCTIONS) {
      const found = functionOf(simulated, functionName(name));
      Object.assign(found, { seconds: { change: 45, publish: 45 } });
      found.latest.pending = {
        member: name === 'api' ? 'State' : 'LastUpdateStatus',
        until: simulated.now + 45_000,
      };
    }
  }),
};

/** The stage is rolled back to the release before. @param givenId what its actions get as the id of their execution @default - its own id */
const rollbackNamed = (name: string, givenId?: string): Scenario => ({
  ...{ ...unreleased, name },
  start: async () => {
    const simulated = await start(CANARY);
    common.begin(simulated);
    await play(caseRunOf(release, simulated));
    return simulated;
  },
  begin: (simulated) => rollBackTo(simulated, givenId),
});

/** AWS does not document which id it is. */
const rollback = rollbackNamed('rollback', FIRST);
const rollbackByOwnId = rollbackNamed('rollback-by-own-id');

/** A person rejects what is published, until another look at it. */
const rejected: Scenario = {
  ...{ ...common, name: 'approval-rejected', redeploy: undefined },
  start: arranged('AllAtOnce', ({ pipeline }) => {
    pipeline.stages = stagesWithApproval(HASH, 'AllAtOnce');
    pipeline.rejects = true;
  }),
  changes: CHANGES_OF_A_REFUSAL,
  mayFail: 'a person rejects it, until another look at it',
  mend: ({ pipeline }) => void (pipeline.rejects = false),
};

/** A second release is published while the traffic of the first moves, and waits behind it. What served before is deleted then. */
const queued: Scenario = {
  ...{ ...unreleased, name: 'queued-releases', start: () => start(CANARY) },
  begin: (simulated) => [RELEASE, NEXT].map((id) => startRelease(simulated, id)).at(-1) ?? NEXT,
  releaseAgain: (simulated) => startRelease(simulated, LAST),
};

/** The first of the two throws. Its alarm may not be over when the second begins to deploy. */
const queuedBehindFailure: Scenario = {
  ...{ ...queued, name: 'queued-behind-failure' },
  start: arranged(CANARY, (simulated) => setThrowing(simulated, [codeOf(RELEASE, 'worker')])),
  mayFail: 'the alarm of the release before it is not over',
};

export const scenarios: readonly Scenario[] = [
  ...[release, firstRelease, unchanged, configuration],
  failing('alarm-in-canary', CANARY, FUNCTIONS),
  failing('second-function-fails', 'Linear40PercentEvery1Minute', ['worker']),
  ...[slow, rollback, rollbackByOwnId, rejected, queued, queuedBehindFailure],
];
