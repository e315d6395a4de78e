import type {
  DescribeAccountLimitsAnswer,
  DescribeTerminationPolicyTypesAnswer,
} from '@aws-sdk/client-auto-scaling';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { TERMINATION_POLICIES } from '../settings';
import { type AutoScalingStore, MAX_GROUPS } from '../store';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAccountLimits.html */
export const describeAccountLimits =
  (store: AutoScalingStore): Operation<object, DescribeAccountLimitsAnswer> =>
  async (_input, context) => ({
    MaxNumberOfAutoScalingGroups: MAX_GROUPS,
    MaxNumberOfLaunchConfigurations: 200,
    NumberOfAutoScalingGroups: store.in(scopeOf(context)).groups.size,
    NumberOfLaunchConfigurations: 0,
  });

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTerminationPolicyTypes.html */
export const describeTerminationPolicyTypes: Operation<
  object,
  DescribeTerminationPolicyTypesAnswer
> = async () => ({ TerminationPolicyTypes: TERMINATION_POLICIES });
