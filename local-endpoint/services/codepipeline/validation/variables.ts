import { AwsError } from '../../../kit/aws-error';
import { VARIABLE } from '../engine/variables';
import type { Action, Structure } from '../model';
import { producersBefore } from './order';

/** Namespaces that need no action. */
const GIVEN = ['codepipeline', 'variables'];

/**
 * Checks namespaces and references to variables.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html#reference-variables-rules
 * @throws AwsError `InvalidStructureException`
 */
export function requireVariables(structure: Structure): void {
  const namespaces = structure.stages.flatMap(({ actions }) =>
    actions.flatMap(({ namespace }) => namespace ?? []),
  );
  const clash = namespaces.find((name, index) => GIVEN.includes(name) || namespaces.indexOf(name) !== index);
  if (clash) throw invalid(`Namespace must be unique within the pipeline and not reserved: ${clash}`);
  for (const stage of structure.stages) {
    for (const action of stage.actions) requireReferences(structure, stage.name, action);
  }
}

function requireReferences(structure: Structure, stageName: string, action: Action): void {
  const known = new Set([...GIVEN, ...producersBefore(structure, action).map(({ namespace }) => namespace)]);
  const declared = new Set(structure.variables?.map(({ name }) => name));
  for (const [field, text] of Object.entries(action.configuration)) {
    for (const [reference, namespace = '', name = ''] of text.matchAll(VARIABLE)) {
      const where = `StageName: [${stageName}], ActionName: [${action.name}], ActionConfigurationField: [${field}], VariableReference: [${reference}]`;
      if (!known.has(namespace)) {
        throw invalid(
          `Valid format for a pipeline execution variable reference is a namespace and a key separated by a period (.). The following pipeline execution variables are referencing a namespace that does not exist. ${where}`,
        );
      }
      if (namespace === 'variables' && !declared.has(name)) {
        throw invalid(`The following pipeline variables are not declared in the pipeline. ${where}`);
      }
    }
  }
}

const invalid = (message: string): AwsError => new AwsError('InvalidStructureException', message);
