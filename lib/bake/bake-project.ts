import type { CfnResource } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import { BAKE_SETTINGS_VARIABLE, type BakeSettings } from '../../handlers/contract/bake';
import { bakeName, keyAlias, pipelineName } from '../../handlers/contract/names';
import { buildLogGroupName } from '../build/build-logs';
import { buildEnvironment } from '../build/environment';
import { Arns } from '../pipeline/arns';
import { createLogGroup, logKey } from '../log-group';
import { artifactLocation, PACKAGES_FOLDER } from './artifact-location';
import { bakeFiles } from './bake-files';
import { bakeRole } from './bake-role';
import { bakeVariables } from './bake-variables';
import { bakeBuildspec } from './buildspec';
import type { BakeProps } from './bake-props';

/**
 * The CodeBuild project that bakes a pipeline's AMI, with its log group and role.
 * @returns what must be there before the pipeline, which starts as soon as it is made
 */
export function bakeProject(scope: Construct, props: BakeProps): CfnResource {
  const { identity, environment, image } = props;
  const name = bakeName(identity);
  const files = bakeFiles(scope);
  const arns = Arns.of(environment);
  const role = bakeRole(scope, { ...props, files, arns });
  const logGroup = createLogGroup(scope, 'BakeLogGroup', {
    name: buildLogGroupName(name),
    environment,
    keyArn: logKey(scope, identity.prefix, environment),
  });
  return new CfnProject(scope, 'BakeProject', {
    name,
    description: `Bakes the image of pipeline ${pipelineName(identity)}`,
    serviceRole: role.attrArn,
    source: { type: 'CODEPIPELINE', buildSpec: bakeBuildspec(files) },
    artifacts: { type: 'CODEPIPELINE' },
    environment: buildEnvironment(
      { ...image.build, variables: bakeVariables(image) },
      { [BAKE_SETTINGS_VARIABLE]: JSON.stringify(settings(props)) },
    ),
    encryptionKey: arns.keyAlias(keyAlias(identity.prefix, environment.name)),
    logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logGroup.ref } },
    timeoutInMinutes: image.build.timeoutMinutes,
    queuedTimeoutInMinutes: image.build.queuedTimeoutMinutes,
  });
}

function settings({ identity, environment, image, instance }: BakeProps): BakeSettings {
  const { base, playbook, template, user, maxAgeDays, deprecateAfterDays } = image;
  const { type, profile, securityGroup, subnet, publicAddress = true } = instance;
  const { bucket, folder } = artifactLocation(identity, environment);
  return {
    identity,
    region: environment.region,
    base,
    playbook,
    template,
    user,
    instance: { type, profile, securityGroup, subnet, publicAddress },
    variables: image.build.variables.filter((one) => one.type === 'PLAINTEXT').map(({ name }) => name),
    maxAgeDays,
    deprecateAfterDays,
    packages: { bucket, prefix: `${folder}/${PACKAGES_FOLDER}` },
  };
}
