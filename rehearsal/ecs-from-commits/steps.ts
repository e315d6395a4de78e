import type { Step } from '../run-steps';
import { noChecks } from './check-buildspec';
import { noChange } from './dockerfile';
import type { Stage } from './context';
import { brokenImage } from './steps/broken-image';
import { failingTest } from './steps/failing-test';
import { finding, noScan } from './steps/scan-finding';
import { firstPush } from './steps/first-push';
import { goingBack } from './steps/stage-rollback';
import { hangingBuild } from './steps/hanging-build';
import { noTags, tagged } from './steps/tag-release';
import { noPaths, unwatched } from './steps/unwatched-change';

/** A release's life with a team that pushes commits, in the order it is played. */
export const STEPS: readonly Step<Stage>[] = [
  { title: 'Release 1: a push of the branch', vital: true, play: firstPush },
  { title: 'Release 2: a tag goes to production', impossible: noTags, play: tagged },
  { title: 'A push that touches none of the watched paths', impossible: noPaths, play: unwatched },
  { title: 'Release 3: a test fails and stops the pipeline', impossible: noChecks, play: failingTest },
  { title: 'Release 4: a test never ends, and a person stops it', impossible: noChecks, play: hangingBuild },
  { title: 'Release 5: a broken image is rolled back', impossible: noChange, play: brokenImage },
  { title: 'Release 6: a critical finding stops the release', impossible: noScan, play: finding },
  {
    title: 'Release 7: the deploy stage goes back to the commit before',
    impossible: noChange,
    play: goingBack,
  },
];
