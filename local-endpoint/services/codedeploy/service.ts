import type { LocalService } from '../../kit/local-service';
import { batchGetApplications } from './operations/batch-get-applications';
import { batchGetDeploymentGroups } from './operations/batch-get-deployment-groups';
import { batchGetDeploymentTargets } from './operations/batch-get-deployment-targets';
import { batchGetDeployments } from './operations/batch-get-deployments';
import { continueDeployment } from './operations/continue-deployment';
import { createApplication } from './operations/create-application';
import { createDeployment } from './operations/create-deployment';
import { createDeploymentConfig } from './operations/create-deployment-config';
import { createDeploymentGroup } from './operations/create-deployment-group';
import { deleteApplication } from './operations/delete-application';
import { deleteDeploymentConfig } from './operations/delete-deployment-config';
import { deleteDeploymentGroup } from './operations/delete-deployment-group';
import { getApplication } from './operations/get-application';
import { getApplicationRevision } from './operations/get-application-revision';
import { getDeployment } from './operations/get-deployment';
import { getDeploymentConfig } from './operations/get-deployment-config';
import { getDeploymentGroup } from './operations/get-deployment-group';
import { getDeploymentTarget } from './operations/get-deployment-target';
import { listApplicationRevisions } from './operations/list-application-revisions';
import { listApplications } from './operations/list-applications';
import { listDeploymentConfigs } from './operations/list-deployment-configs';
import { listDeploymentGroups } from './operations/list-deployment-groups';
import { listDeploymentTargets } from './operations/list-deployment-targets';
import { listDeployments } from './operations/list-deployments';
import { listTagsForResource } from './operations/list-tags-for-resource';
import { putLifecycleEventHookExecutionStatus } from './operations/put-lifecycle-event-hook-execution-status';
import { registerApplicationRevision } from './operations/register-application-revision';
import { stopDeployment } from './operations/stop-deployment';
import { tagResource } from './operations/tag-resource';
import { untagResource } from './operations/untag-resource';
import { updateDeploymentGroup } from './operations/update-deployment-group';
import { createCodeDeployStore } from './store';
import { permissions } from './permissions';
import { resources } from './resources';

/**
 * CodeDeploy for ECS blue/green deployments. It works with the deployment group's service role, so what that role is not
 * allowed fails a deployment as it would in AWS; every wait runs on the endpoint's clock.
 */
export const codeDeploy: LocalService = {
  name: 'codedeploy',
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = createCodeDeployStore(context);
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
