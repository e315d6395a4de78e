import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import type { Operation } from '../../endpoint/service';
import { forward } from '../moto';
import { checkDependencies } from '../tasks/dependencies';

/**
 * Refuses containers that could never start, which moto takes.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 */
export const registerTaskDefinition: Operation<RegisterTaskDefinitionRequest> = async (input, context) => {
  checkDependencies(input.containerDefinitions ?? []);
  return forward(context);
};
