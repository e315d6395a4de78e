import { pushTag, skipWithoutTags } from '../git/release-steps';
import type { ScenarioStep } from '../run-steps';
import { skipWithoutChecks } from './check-buildspec';
import type { CommitsContext } from './context';
import { skipWithoutDockerfile } from './dockerfile';
import type { CommitsPipeline } from './pipeline';
import { expectCommitReleased } from './release';
import { brokenImage } from './steps/broken-image';
import { failingTest } from './steps/failing-test';
import { firstPush } from './steps/first-push';
import { hangingBuild } from './steps/hanging-build';
import { scanFinding, skipWithoutScan } from './steps/scan-finding';
import { rollBackToCommit } from './steps/stage-rollback';
import { skipWithoutPathFilter, unwatchedChange } from './steps/unwatched-change';

const expectTagReleased: Parameters<typeof pushTag<CommitsPipeline, CommitsContext>>[0] = (
  context,
  { pipeline, executionId, commit },
) => expectCommitReleased(context, pipeline, executionId, commit);

/** The steps in their order. */
export const COMMITS_STEPS: readonly ScenarioStep<CommitsContext>[] = [
  { title: 'Release 1: a push of the branch', required: true, run: firstPush },
  {
    title: 'Release 2: a tag goes to production',
    skipReason: skipWithoutTags,
    run: pushTag(expectTagReleased),
  },
  {
    title: 'A push that touches none of the watched paths',
    skipReason: skipWithoutPathFilter,
    run: unwatchedChange,
  },
  {
    title: 'Release 3: a test fails and stops the pipeline',
    skipReason: skipWithoutChecks,
    run: failingTest,
  },
  {
    title: 'Release 4: a test never ends, and a person stops it',
    skipReason: skipWithoutChecks,
    run: hangingBuild,
  },
  {
    title: 'Release 5: a broken image is rolled back',
    skipReason: skipWithoutDockerfile,
    run: brokenImage,
  },
  {
    title: 'Release 6: a critical finding stops the release',
    skipReason: skipWithoutScan,
    run: scanFinding,
  },
  {
    title: 'Release 7: the deploy stage goes back to the commit before',
    skipReason: skipWithoutDockerfile,
    run: rollBackToCommit,
  },
];
