import type { CreateApplicationInput, CreateApplicationOutput } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { checkApplicationName } from '../find';
import { randomUUID } from 'node:crypto';
import { applicationArn, type CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html */
export const createApplication =
  (store: CodeDeployStore): Operation<CreateApplicationInput, CreateApplicationOutput> =>
  async (input, context) => {
    checkApplicationName(input.applicationName);
    const region = store.of(context);
    const { applicationName, computePlatform = 'Server', tags } = input;
    if (region.applications.has(applicationName))
      throw new AwsError(
        'ApplicationAlreadyExistsException',
        `Application already exists: ${applicationName}`,
      );
    if (!['Server', 'Lambda', 'ECS'].includes(computePlatform))
      throw new AwsError(
        'InvalidComputePlatformException',
        `The compute platform is not valid: ${computePlatform}`,
      );
    const applicationId = randomUUID();
    const info = {
      applicationId,
      applicationName,
      computePlatform,
      createTime: store.context.clock.now(),
      linkedToGitHub: false,
    };
    region.applications.set(applicationName, { info, groups: new Map(), revisions: new Map() });
    if (tags?.length) region.tags.set(applicationArn(region, applicationName), tags);
    return { applicationId };
  };
