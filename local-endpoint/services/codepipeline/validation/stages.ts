import { AwsError } from '../../../kit/aws-error';
import type { Stage, Structure } from '../model';

const invalid = (message: string): AwsError => new AwsError('InvalidStructureException', message);

/** Checks what a pipeline is made of, stage by stage. @throws AwsError `InvalidStructureException`, or a refusal by name */
export function requireStages(structure: Structure): void {
  const { stages, artifactStore, artifactStores, pipelineType, executionMode, variables, triggers } =
    structure;
  if (stages.length < 2) {
    throw invalid(
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  }
  if (Boolean(artifactStore) === Boolean(artifactStores)) {
    throw invalid('Pipeline must have exactly one of artifactStore and artifactStores');
  }
  if (pipelineType !== 'V2' && (executionMode !== 'SUPERSEDED' || variables?.length || triggers?.length)) {
    throw invalid(
      'Execution modes other than SUPERSEDED, pipeline variables and triggers require pipeline type V2',
    );
  }
  requireSources(stages);
  requireDistinct(
    stages.map(({ name }) => name),
    'stage',
  );
  for (const stage of stages) {
    if (stage.actions.length === 0) throw invalid(`Stage ${stage.name} has no actions`);
    requireDistinct(
      stage.actions.map(({ name }) => name),
      'action',
    );
    requireConditions(stage, structure, stage === stages[0]);
  }
}

function requireSources([first, ...others]: readonly Stage[]): void {
  if (!first?.actions.every(({ actionTypeId }) => actionTypeId.category === 'Source')) {
    throw invalid('Pipeline should start with a stage that only contains source actions');
  }
  const misplaced = others.find(({ actions }) =>
    actions.some(({ actionTypeId }) => actionTypeId.category === 'Source'),
  );
  if (misplaced)
    throw invalid(`Source actions are only allowed in the first stage, not in stage ${misplaced.name}`);
}

function requireDistinct(names: readonly string[], what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`Duplicate ${what} name found: ${twice}`);
}

/** Rollback and retry on failure are done; rules are not, and say so. */
function requireConditions(stage: Stage, { executionMode }: Structure, isSource: boolean): void {
  const refuse = (what: string) =>
    invalid(`${what} of stage ${stage.name} is not supported by the local endpoint`);
  if (stage.beforeEntry) throw refuse('The condition beforeEntry');
  if (stage.onSuccess) throw refuse('The condition onSuccess');
  if (stage.blockers?.length) throw refuse('The blocker');
  if (stage.onFailure?.conditions?.length) throw refuse('The condition onFailure with rules');
  const result = stage.onFailure?.result;
  if (result === 'SKIP') throw invalid(`The result SKIP is not valid for onFailure of stage ${stage.name}`);
  if (result !== 'ROLLBACK') return;
  if (isSource) throw invalid(`Rollback cannot be configured for the source stage ${stage.name}`);
  if (executionMode === 'PARALLEL')
    throw invalid(`Rollback cannot be configured for stage ${stage.name} in PARALLEL mode`);
}
