import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline';
import type { Action, Stage, Structure } from '../model';
import { faultsOf, NAME, refuseFaults } from '../request';
import { requireActions } from './actions';
import { requireArtifacts } from './artifacts';
import { requireStages } from './stages';
import { requireTriggers, triggerFaults } from './triggers';
import { requireVariables } from './variables';

/**
 * Checks a pipeline declaration as CreatePipeline and UpdatePipeline do, and fills in what it leaves out.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 * @throws AwsError `ValidationException`, `InvalidStructureException`, `InvalidStageDeclarationException`,
 * `InvalidActionDeclarationException`
 */
export function validStructure(declaration: PipelineDeclaration, version: number, region: string): Structure {
  refuseFaults(declarationFaults(declaration));
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

function declarationFaults(declaration: PipelineDeclaration): string[] {
  return [
    ...faultsOf(
      declaration,
      ['name', 'roleArn', 'stages'],
      {
        name: NAME,
        roleArn: { pattern: /^arn:aws(-[\w]+)*:iam::[0-9]{12}:role\/.*$/ },
        executionMode: { among: ['QUEUED', 'SUPERSEDED', 'PARALLEL'] },
        pipelineType: { among: ['V1', 'V2'] },
      },
      'pipeline.',
    ),
    ...(declaration.stages ?? []).flatMap((stage, index) =>
      stageFaults(stage, `pipeline.stages.${index + 1}.member.`),
    ),
    ...(declaration.triggers ?? []).flatMap((trigger, index) =>
      triggerFaults(trigger, `pipeline.triggers.${index + 1}.member.`),
    ),
  ];
}

function stageFaults(stage: StageDeclaration, path: string): string[] {
  const actions = (stage.actions ?? []).flatMap((action, index) =>
    actionFaults(action, `${path}actions.${index + 1}.member.`),
  );
  return [...faultsOf(stage, ['name', 'actions'], { name: NAME }, path), ...actions];
}

function actionFaults(action: ActionDeclaration, path: string): string[] {
  const rules = {
    name: NAME,
    runOrder: { least: 1, most: 999 },
    timeoutInMinutes: { least: 5, most: 86_400 },
    namespace: { ...NAME, pattern: /^[A-Za-z0-9@\-_]+$/ },
  };
  const type = action.actionTypeId;
  return [
    ...faultsOf(action, ['name', 'actionTypeId'], rules, path),
    ...(type ? faultsOf(type, ['category', 'owner', 'provider', 'version'], {}, `${path}actionTypeId.`) : []),
    ...Object.entries(action.configuration ?? {}).flatMap(([key, value]) =>
      faultsOf({ value }, [], { value: { maximumLength: 1000 } }, `${path}configuration.${key}.member.`),
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
