import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import { validationErrors, throwValidationErrors } from '../../../kit/validate';
import type { Action, Stage, Structure } from '../model';
import { NAME } from '../request';
import { requireActions } from './actions';
import { requireArtifacts } from './artifacts';
import { requireStages } from './stages';
import { requireTriggers, triggerErrors } from './triggers';
import { requireVariables } from './variables';

/**
 * Checks a pipeline declaration as CreatePipeline and UpdatePipeline do, and fills in what it leaves out.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 * @throws AwsError `ValidationException`, `InvalidStructureException`, `InvalidStageDeclarationException`,
 * `InvalidActionDeclarationException`
 */
export function validStructure(declaration: PipelineDeclaration, version: number, region: string): Structure {
  throwValidationErrors(declarationErrors(declaration));
  const structure = {
    ...structuredClone(declaration),
    stages: (declaration.stages ?? []).map(withDefaults),
    executionMode: declaration.executionMode ?? 'SUPERSEDED',
    pipelineType: declaration.pipelineType ?? 'V1',
    version,
  } as Structure;
  requireStages(structure);
  requireActions(structure, region);
  requireArtifacts(structure);
  requireVariables(structure);
  requireTriggers(structure);
  return structure;
}

function declarationErrors(declaration: PipelineDeclaration): string[] {
  return [
    ...validationErrors(
      declaration,
      ['name', 'roleArn', 'stages'],
      {
        name: NAME,
        roleArn: { pattern: /^arn:aws(-[\w]+)*:iam::[0-9]{12}:role\/.*$/ },
        executionMode: { oneOf: ['QUEUED', 'SUPERSEDED', 'PARALLEL'] },
        pipelineType: { oneOf: ['V1', 'V2'] },
      },
      'pipeline.',
    ),
    ...(declaration.stages ?? []).flatMap((stage, index) =>
      stageErrors(stage, `pipeline.stages.${index + 1}.member.`),
    ),
    ...(declaration.triggers ?? []).flatMap((trigger, index) =>
      triggerErrors(trigger, `pipeline.triggers.${index + 1}.member.`),
    ),
  ];
}

function stageErrors(stage: StageDeclaration, path: string): string[] {
  const actions = (stage.actions ?? []).flatMap((action, index) =>
    actionErrors(action, `${path}actions.${index + 1}.member.`),
  );
  return [...validationErrors(stage, ['name', 'actions'], { name: NAME }, path), ...actions];
}

function actionErrors(action: ActionDeclaration, path: string): string[] {
  const rules = {
    name: NAME,
    runOrder: { min: 1, max: 999 },
    timeoutInMinutes: { min: 5, max: 86_400 },
    namespace: { ...NAME, pattern: /^[A-Za-z0-9@\-_]+$/ },
  };
  const type = action.actionTypeId;
  return [
    ...validationErrors(action, ['name', 'actionTypeId'], rules, path),
    ...(type
      ? validationErrors(type, ['category', 'owner', 'provider', 'version'], {}, `${path}actionTypeId.`)
      : []),
    ...Object.entries(action.configuration ?? {}).flatMap(([key, value]) =>
      validationErrors({ value }, [], { value: { maxLength: 1000 } }, `${path}configuration.${key}.member.`),
    ),
  ];
}

function withDefaults(stage: StageDeclaration): Stage {
  const actions = (stage.actions ?? []).map((action) => ({
    ...structuredClone(action),
    runOrder: action.runOrder ?? 1,
    configuration: { ...action.configuration },
    inputArtifacts: action.inputArtifacts ?? [],
    outputArtifacts: action.outputArtifacts ?? [],
  }));
  return { ...structuredClone(stage), actions: actions as Action[] } as Stage;
}
