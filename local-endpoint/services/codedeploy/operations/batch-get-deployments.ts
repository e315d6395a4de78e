import type { BatchGetDeploymentsInput, BatchGetDeploymentsOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { describeDeployment } from '../describe';
import { findDeployment } from '../find';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
export const batchGetDeployments =
  (store: CodeDeployStore): Operation<BatchGetDeploymentsInput, BatchGetDeploymentsOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const ids = input.deploymentIds ?? [];
    return { deploymentsInfo: ids.map((id) => describeDeployment(findDeployment(region, id))) };
  };
