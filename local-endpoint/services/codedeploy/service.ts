import type { LocalService } from '../../kit/local-service';
import {
  batchGetApplications,
  createApplication,
  deleteApplication,
  getApplication,
  listApplications,
} from './operations/applications';
import { createDeployment } from './operations/create-deployment';
import {
  createDeploymentConfig,
  deleteDeploymentConfig,
  getDeploymentConfig,
  listDeploymentConfigs,
} from './operations/deployment-configs';
import {
  batchGetDeploymentGroups,
  deleteDeploymentGroup,
  getDeploymentGroup,
  listDeploymentGroups,
} from './operations/deployment-groups';
import {
  batchGetDeploymentTargets,
  getDeploymentTarget,
  listDeploymentTargets,
} from './operations/deployment-targets';
import { batchGetDeployments, getDeployment, listDeployments } from './operations/deployments';
import { putLifecycleEventHookExecutionStatus } from './operations/lifecycle-event-hooks';
import {
  getApplicationRevision,
  listApplicationRevisions,
  registerApplicationRevision,
} from './operations/revisions';
import { continueDeployment, stopDeployment } from './operations/running-deployments';
import { listTagsForResource, tagResource, untagResource } from './operations/tags';
import { createDeploymentGroup, updateDeploymentGroup } from './operations/write-deployment-group';
import { permissions } from './permissions';
import { resources } from './resources';
import { CodeDeployStore } from './store';

/**
 * CodeDeploy for ECS blue/green deployments, and for the traffic of Lambda functions' aliases. It works with the deployment group's service role, so what that role is not
 * allowed fails a deployment as it would in AWS; every wait runs on the endpoint's clock.
 */
export const codeDeploy: LocalService = {
  name: 'codedeploy',
  cliNames: ['deploy'],
  client: () => import('@aws-sdk/client-codedeploy'),
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = new CodeDeployStore(context);
    return {
      operations: {
        BatchGetApplications: batchGetApplications(store),
        BatchGetDeploymentGroups: batchGetDeploymentGroups(store),
        BatchGetDeploymentTargets: batchGetDeploymentTargets(store),
        BatchGetDeployments: batchGetDeployments(store),
        ContinueDeployment: continueDeployment(store),
        CreateApplication: createApplication(store),
        CreateDeployment: createDeployment(store),
        CreateDeploymentConfig: createDeploymentConfig(store),
        CreateDeploymentGroup: createDeploymentGroup(store),
        DeleteApplication: deleteApplication(store),
        DeleteDeploymentConfig: deleteDeploymentConfig(store),
        DeleteDeploymentGroup: deleteDeploymentGroup(store),
        GetApplication: getApplication(store),
        GetApplicationRevision: getApplicationRevision(store),
        GetDeployment: getDeployment(store),
        GetDeploymentConfig: getDeploymentConfig(store),
        GetDeploymentGroup: getDeploymentGroup(store),
        GetDeploymentTarget: getDeploymentTarget(store),
        ListApplicationRevisions: listApplicationRevisions(store),
        ListApplications: listApplications(store),
        ListDeploymentConfigs: listDeploymentConfigs(store),
        ListDeploymentGroups: listDeploymentGroups(store),
        ListDeploymentTargets: listDeploymentTargets(store),
        ListDeployments: listDeployments(store),
        ListTagsForResource: listTagsForResource(store),
        PutLifecycleEventHookExecutionStatus: putLifecycleEventHookExecutionStatus(store),
        RegisterApplicationRevision: registerApplicationRevision(store),
        StopDeployment: stopDeployment(store),
        TagResource: tagResource(store),
        UntagResource: untagResource(store),
        UpdateDeploymentGroup: updateDeploymentGroup(store),
      },
    };
  },
};
