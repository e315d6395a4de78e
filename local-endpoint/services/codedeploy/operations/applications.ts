import { randomUUID } from 'node:crypto';
import type {
  BatchGetApplicationsInput,
  BatchGetApplicationsOutput,
  CreateApplicationInput,
  CreateApplicationOutput,
  DeleteApplicationInput,
  GetApplicationInput,
  GetApplicationOutput,
  ListApplicationsInput,
  ListApplicationsOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { checkApplicationName, findActiveDeployment, findApplication } from '../find';
import { applicationArn, type CodeDeployStore, groupArn } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateApplication.html */
export const createApplication =
  (store: CodeDeployStore): Operation<CreateApplicationInput, CreateApplicationOutput> =>
  async (input, context) => {
    checkApplicationName(input.applicationName);
    const { scope, applications, tags } = store.in(scopeOf(context));
    const { applicationName, computePlatform = 'Server' } = input;
    if (applications.has(applicationName))
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
    applications.set(applicationName, { info, groups: new Map(), revisions: new Map() });
    if (input.tags?.length) tags.set(applicationArn(scope, applicationName), input.tags);
    return { applicationId };
  };

/**
 * An application that does not exist is no error, as in AWS.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeleteApplication.html
 */
export const deleteApplication =
  (store: CodeDeployStore): Operation<DeleteApplicationInput, object> =>
  async ({ applicationName }, context) => {
    checkApplicationName(applicationName);
    const state = store.in(scopeOf(context));
    const active = findActiveDeployment(state, applicationName);
    if (active)
      throw new AwsError(
        'InvalidApplicationNameException',
        `The application ${applicationName} has an active deployment: ${active.info.deploymentId}`,
      );
    for (const group of state.applications.get(applicationName)?.groups.keys() ?? [])
      state.tags.delete(groupArn(state.scope, applicationName, group));
    state.applications.delete(applicationName);
    state.tags.delete(applicationArn(state.scope, applicationName));
    return {};
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetApplication.html */
export const getApplication =
  (store: CodeDeployStore): Operation<GetApplicationInput, GetApplicationOutput> =>
  async ({ applicationName }, context) => ({
    application: findApplication(store.in(scopeOf(context)), applicationName).info,
  });

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetApplications.html */
export const batchGetApplications =
  (store: CodeDeployStore): Operation<BatchGetApplicationsInput, BatchGetApplicationsOutput> =>
  async ({ applicationNames = [] }, context) => {
    const state = store.in(scopeOf(context));
    return { applicationsInfo: applicationNames.map((name) => findApplication(state, name).info) };
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListApplications.html */
export const listApplications =
  (store: CodeDeployStore): Operation<ListApplicationsInput, ListApplicationsOutput> =>
  async (_input, context) => ({
    applications: [...store.in(scopeOf(context)).applications.keys()].sort(),
  });
