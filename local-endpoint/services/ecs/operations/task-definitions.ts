import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../../kit/operation';
import { forward } from '../../../kit/forward';
import { checkDependencies } from '../tasks/dependencies';
import { checkFargate } from '../tasks/fargate';

/**
 * Refuses tasks that Fargate does not run and containers that could never start, which moto accepts.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export const registerTaskDefinition: Operation<RegisterTaskDefinitionRequest> = async (input, context) => {
  checkFargate(input);
  checkDependencies(input.containerDefinitions ?? []);
  return forward(context);
};
