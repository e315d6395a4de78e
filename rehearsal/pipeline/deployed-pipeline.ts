import {
  type ActionDeclaration,
  GetPipelineCommand,
  ListPipelinesCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from '../clients';

/** The names by which CodePipeline's API refers to an action. */
export interface ActionLocation {
  readonly stage: string;
  readonly action: string;
}

/** A deployed pipeline of any kind: what the shared parts of scenarios work with. */
export interface DeployedPipeline {
  readonly clients: RehearsalClients;
  readonly name: string;
  /** ARNs of roles that belong to the pipeline alone: its own first. */
  readonly roles: readonly string[];
  /** The approval action. @default - the pipeline asks for no approval */
  readonly approval?: ActionLocation;
  /** The action that makes the release serve. Its stage is the one that is rolled back. */
  readonly deploy: ActionLocation;
  /** Names of the actions within which progress is printed. @default - `deploy` alone */
  readonly watched?: readonly string[];
}

/** The declarations of all pipelines in one account and region, in order of name. */
export async function listDeclarations(clients: RehearsalClients): Promise<PipelineDeclaration[]> {
  const { pipelines } = await clients.codePipeline.send(new ListPipelinesCommand({}));
  const found = await Promise.all(
    (pipelines ?? []).map(({ name }) => clients.codePipeline.send(new GetPipelineCommand({ name }))),
  );
  return found.map(({ pipeline }) => pipeline).filter((pipeline) => pipeline !== undefined);
}

/** Reads what the shared parts need from a declaration, once its scenario knows which action deploys. */
export function deployedPipeline(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
  deploy: ActionLocation,
): DeployedPipeline {
  return {
    clients,
    name: declaration.name ?? '',
    roles: [declaration.roleArn ?? ''],
    approval: locateAction(declaration, ({ actionTypeId }) => actionTypeId?.category === 'Approval'),
    deploy,
  };
}

/** The actions of a provider, in the pipeline's order. */
export function actionsOfProvider(
  { stages = [] }: PipelineDeclaration,
  provider: string,
): ActionDeclaration[] {
  const actions = stages.flatMap((stage) => stage.actions ?? []);
  return actions.filter((action) => action.actionTypeId?.provider === provider);
}

/** Stage and name of the first action of which something holds. */
export function locateAction(
  { stages = [] }: PipelineDeclaration,
  holds: (action: ActionDeclaration) => boolean,
): ActionLocation | undefined {
  for (const stage of stages) {
    const action = stage.actions?.find(holds);
    if (action) return { stage: stage.name ?? '', action: action.name ?? '' };
  }
  return undefined;
}
