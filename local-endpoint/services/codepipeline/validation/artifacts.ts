import { AwsError } from '../../../kit/aws-error';
import type { Structure } from '../model';
import { producersBefore } from './order';

/** Checks that what an action takes was made by one that ran before. @throws AwsError `InvalidStructureException` */
export function requireArtifacts(structure: Structure): void {
  const made = new Set<string>();
  for (const action of structure.stages.flatMap(({ actions }) => actions)) {
    for (const { name } of action.outputArtifacts) {
      if (made.has(name)) {
        throw new AwsError(
          'InvalidStructureException',
          `Output Artifact Bundle name must be unique within the pipeline. ${name} has been used more than once.`,
        );
      }
      made.add(name);
    }
    const known = new Set(
      producersBefore(structure, action).flatMap(({ outputArtifacts }) =>
        outputArtifacts.map(({ name }) => name),
      ),
    );
    const unknown = action.inputArtifacts.find(({ name }) => !known.has(name));
    if (!unknown) continue;
    const message = `Input Artifact Bundle ${unknown.name} in action ${action.name} is not declared as Output Artifact Bundle in any of the preceding actions`;
    throw new AwsError('InvalidStructureException', message);
  }
}
