import { RECORD_VERSIONS } from '../../../handlers/contract/record-versions';
import { settingsParameterName } from '../../../handlers/contract/names';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import { rollBackStage, updatePipeline } from '../../stores/codepipeline/operator';
import { CHANGES } from './changes';
import { always, atRest, succeeded } from './invariants';
import { FIRST, IDENTITY, NEXT, RELEASE, ROLLBACK } from './names';
import { CHANGED_HASH, settingsOf } from './settings';
import { stagesOf } from './stages';
import { startRelease, startUnreleased } from './start';

/** The execution whose versions an execution makes serve. */
export const releaseOf = (id: string): string => (id === ROLLBACK ? FIRST : id);

const BEFORE = startUnreleased('AllAtOnce');

/** @param givenId what its actions get as the id of their execution, of which AWS documents no more @default - its own id */
export function rollBackTo(simulated: SimulatedAccount, givenId?: string): string {
  rollBackStage(simulated, { id: ROLLBACK, target: FIRST, ...(givenId && { givenId }) }, 'Deploy');
  return ROLLBACK;
}

/** What all scenarios have in common. */
export const unreleased = {
  kind: 'lambda',
  begin: (simulated: SimulatedAccount) => startRelease(simulated, RELEASE),
  releaseAgain: (simulated: SimulatedAccount) => startRelease(simulated, NEXT),
  redeploy,
  changes: CHANGES,
  targetsOf,
  mayRefuse: /must have no weights|in the ALARM state/,
  always: (simulated: SimulatedAccount) => always(simulated, BEFORE),
  atRest,
  succeeded: (simulated: SimulatedAccount, id: string) =>
    succeeded(simulated, id, releaseOf(id), releaseOf(id)),
};

/** The same where something serves that can be gone back to. */
export const common = { ...unreleased, rollBack: (simulated: SimulatedAccount) => rollBackTo(simulated) };

/** The patterns of the function's contract. */
function targetsOf(_: SimulatedAccount, { 'detail-type': type, detail }: SimulatedEvent): string[] {
  const isEnd = type === 'CodePipeline Pipeline Execution State Change';
  const states = ['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'];
  return isEnd && states.includes(detail.state ?? '') ? [RECORD_VERSIONS.name] : [];
}

/** `cdk deploy` after a change of the config: parameter and pipeline get the new settings. */
export function redeploy(simulated: SimulatedAccount, isAbandoned: boolean): void {
  const kept = simulated.ssm[settingsParameterName(IDENTITY)];
  kept?.values.push(JSON.stringify(settingsOf(CHANGED_HASH)));
  updatePipeline(simulated, stagesOf(CHANGED_HASH, 'AllAtOnce'), isAbandoned);
}
