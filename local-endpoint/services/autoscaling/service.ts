import type { LocalService } from '../../kit/local-service';
import { observeInstances } from './observe-instances';
import { createAutoScalingGroup } from './operations/create-auto-scaling-group';
import { deleteAutoScalingGroup } from './operations/delete-auto-scaling-group';
import { describeAutoScalingGroups, describeAutoScalingInstances } from './operations/describe-groups';
import { describeScalingActivities } from './operations/describe-scaling-activities';
import {
  cancelInstanceRefresh,
  describeInstanceRefreshes,
  rollbackInstanceRefresh,
  startInstanceRefresh,
} from './operations/instance-refreshes';
import {
  setInstanceHealth,
  setInstanceProtection,
  terminateInstanceInAutoScalingGroup,
} from './operations/instances';
import { completeLifecycleAction, recordLifecycleActionHeartbeat } from './operations/lifecycle-actions';
import {
  deleteLifecycleHook,
  describeLifecycleHookTypes,
  describeLifecycleHooks,
  putLifecycleHook,
} from './operations/lifecycle-hooks';
import { describeAccountLimits, describeTerminationPolicyTypes } from './operations/limits';
import {
  describeMetricCollectionTypes,
  disableMetricsCollection,
  enableMetricsCollection,
} from './operations/metrics';
import {
  deleteNotificationConfiguration,
  describeAutoScalingNotificationTypes,
  describeNotificationConfigurations,
  putNotificationConfiguration,
} from './operations/notifications';
import {
  deletePolicy,
  describeAdjustmentTypes,
  describePolicies,
  executeScalingPolicy,
  putScalingPolicy,
} from './operations/policies';
import { describeScalingProcessTypes, resumeProcesses, suspendProcesses } from './operations/processes';
import {
  batchDeleteScheduledAction,
  batchPutScheduledUpdateGroupAction,
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledUpdateGroupAction,
} from './operations/scheduled-actions';
import { setDesiredCapacity } from './operations/set-desired-capacity';
import { attachInstances, detachInstances, enterStandby, exitStandby } from './operations/standby';
import { createOrUpdateTags, deleteTags, describeGroupTags } from './operations/tags';
import {
  attachLoadBalancerTargetGroups,
  attachTrafficSources,
  describeLoadBalancerTargetGroups,
  describeTrafficSources,
  detachLoadBalancerTargetGroups,
  detachTrafficSources,
} from './operations/traffic-sources';
import { updateAutoScalingGroup } from './operations/update-auto-scaling-group';
import { permissions } from './permissions';
import { observeAlarms } from './scaling/observe-alarms';
import { resources } from './resources';
import { AutoScalingStore } from './store';

/**
 * Auto Scaling groups of launch templates. Instances are EC2's, launched and terminated through its API, and targets
 * Elastic Load Balancing's; everything takes the time it takes in AWS, on the endpoint's clock. Metrics are not evaluated:
 * policies are executed where their alarms change state, and target tracking changes the capacity by one. Zones are not
 * rebalanced, and a maintenance policy applies to instance refresh alone. Refused by name: launch configurations, warm
 * pools, predictive scaling, weighted capacity, attribute-based instance types, classic load balancers.
 */
export const autoScaling: LocalService = {
  name: 'autoscaling',
  client: () => import('@aws-sdk/client-auto-scaling'),
  throttledCode: 'ThrottlingException', // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html
  otherwise: 'refuse',
  permissions,
  resources,
  create(context) {
    const store = new AutoScalingStore(context);
    observeInstances(store);
    observeAlarms(store);
    return {
      operations: {
        AttachInstances: attachInstances(store),
        AttachLoadBalancerTargetGroups: attachLoadBalancerTargetGroups(store),
        AttachTrafficSources: attachTrafficSources(store),
        BatchDeleteScheduledAction: batchDeleteScheduledAction(store),
        BatchPutScheduledUpdateGroupAction: batchPutScheduledUpdateGroupAction(store),
        CancelInstanceRefresh: cancelInstanceRefresh(store),
        CompleteLifecycleAction: completeLifecycleAction(store),
        CreateAutoScalingGroup: createAutoScalingGroup(store),
        CreateOrUpdateTags: createOrUpdateTags(store),
        DeleteAutoScalingGroup: deleteAutoScalingGroup(store),
        DeleteLifecycleHook: deleteLifecycleHook(store),
        DeleteNotificationConfiguration: deleteNotificationConfiguration(store),
        DeletePolicy: deletePolicy(store),
        DeleteScheduledAction: deleteScheduledAction(store),
        DeleteTags: deleteTags(store),
        DescribeAccountLimits: describeAccountLimits(store),
        DescribeAdjustmentTypes: describeAdjustmentTypes,
        DescribeAutoScalingGroups: describeAutoScalingGroups(store),
        DescribeAutoScalingInstances: describeAutoScalingInstances(store),
        DescribeAutoScalingNotificationTypes: describeAutoScalingNotificationTypes,
        DescribeInstanceRefreshes: describeInstanceRefreshes(store),
        DescribeLifecycleHookTypes: describeLifecycleHookTypes,
        DescribeLifecycleHooks: describeLifecycleHooks(store),
        DescribeLoadBalancerTargetGroups: describeLoadBalancerTargetGroups(store),
        DescribeMetricCollectionTypes: describeMetricCollectionTypes,
        DescribeNotificationConfigurations: describeNotificationConfigurations(store),
        DescribePolicies: describePolicies(store),
        DescribeScalingActivities: describeScalingActivities(store),
        DescribeScalingProcessTypes: describeScalingProcessTypes,
        DescribeScheduledActions: describeScheduledActions(store),
        DescribeTags: describeGroupTags(store),
        DescribeTerminationPolicyTypes: describeTerminationPolicyTypes,
        DescribeTrafficSources: describeTrafficSources(store),
        DetachInstances: detachInstances(store),
        DetachLoadBalancerTargetGroups: detachLoadBalancerTargetGroups(store),
        DetachTrafficSources: detachTrafficSources(store),
        DisableMetricsCollection: disableMetricsCollection(store),
        EnableMetricsCollection: enableMetricsCollection(store),
        EnterStandby: enterStandby(store),
        ExecutePolicy: executeScalingPolicy(store),
        ExitStandby: exitStandby(store),
        PutLifecycleHook: putLifecycleHook(store),
        PutNotificationConfiguration: putNotificationConfiguration(store),
        PutScalingPolicy: putScalingPolicy(store),
        PutScheduledUpdateGroupAction: putScheduledUpdateGroupAction(store),
        RecordLifecycleActionHeartbeat: recordLifecycleActionHeartbeat(store),
        ResumeProcesses: resumeProcesses(store),
        RollbackInstanceRefresh: rollbackInstanceRefresh(store),
        SetDesiredCapacity: setDesiredCapacity(store),
        SetInstanceHealth: setInstanceHealth(store),
        SetInstanceProtection: setInstanceProtection(store),
        StartInstanceRefresh: startInstanceRefresh(store),
        SuspendProcesses: suspendProcesses(store),
        TerminateInstanceInAutoScalingGroup: terminateInstanceInAutoScalingGroup(store),
        UpdateAutoScalingGroup: updateAutoScalingGroup(store),
      },
    };
  },
};
