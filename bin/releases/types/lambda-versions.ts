import type { DeploymentType } from '../model';
import { describeVersions } from './lambda/describe-versions';
import { compareVersions } from './lambda/diff';
import { locateMove, readFunctions, readVersions } from './lambda/functions';
import { readVersionNeeds, versionsOf } from './lambda/needs';

/**
 * CodePipeline moves the traffic of an alias to a published version, or has CodeDeploy move it.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
export const lambdaVersions: DeploymentType = {
  title: 'Lambda',
  locate: locateMove,
  async readServing(pipeline) {
    const versions = await readVersions(pipeline);
    return versions.length > 0 ? describeVersions(pipeline, versions) : undefined;
  },
  readNeeds: readVersionNeeds,
  readDifferences: compareVersions,
  async describeRollback(pipeline, target) {
    const versions = versionsOf(target);
    const moves = (await readFunctions(pipeline)).map(
      ({ name, alias }) => `alias ${alias} of ${name} goes to version ${versions[name] ?? '?'}`,
    );
    return moves.join(', ');
  },
  whileRunning:
    'its traffic moves, and goes back by itself when an alarm fires; once the execution is stopped, every alias is given back to what is recorded',
};
