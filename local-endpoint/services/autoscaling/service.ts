import type { LocalService } from '../../kit/local-service';
import { observeInstances } from './observe-instances';
import { createAutoScalingGroup } from './operations/create-auto-scaling-group';
import { deleteAutoScalingGroup } from './operations/delete-auto-scaling-group';
import { describeAutoScalingGroups, describeAutoScalingInstances } from './operations/describe-groups';
import { describeScalingActivities } from './operations/describe-scaling-activities';
import { updateAutoScalingGroup } from './operations/update-auto-scaling-group';
import { permissions } from './permissions';
import { AutoScalingStore } from './store';

/**
 * Auto Scaling groups of launch templates. Instances are EC2's, launched and terminated through its API, and targets
 * Elastic Load Balancing's; everything takes the time it takes in AWS, on the endpoint's clock. Metrics are not evaluated:
 * policies are executed where their alarms change state. Not there: launch configurations, warm pools, predictive
 * scaling, weighted capacity, attribute-based instance types, classic load balancers.
 */
export const autoScaling: LocalService = {
  name: 'autoscaling',
  otherwise: 'refuse',
  permissions,
  resources: {},
  create(context) {
    const store = new AutoScalingStore(context);
    observeInstances(store);
    return {
      operations: {
        CreateAutoScalingGroup: createAutoScalingGroup(store),
        DeleteAutoScalingGroup: deleteAutoScalingGroup(store),
        DescribeAutoScalingGroups: describeAutoScalingGroups(store),
        DescribeAutoScalingInstances: describeAutoScalingInstances(store),
        DescribeScalingActivities: describeScalingActivities(store),
        UpdateAutoScalingGroup: updateAutoScalingGroup(store),
      },
    };
  },
};
