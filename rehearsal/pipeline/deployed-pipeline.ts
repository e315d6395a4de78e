import {
  type ActionDeclaration,
  GetPipelineCommand,
  ListPipelinesCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Clients } from '../clients';

/** Where an action is. */
export interface Place {
  readonly stage: string;
  readonly action: string;
}

/** A deployed pipeline of any kind, as AWS's own API describes it. */
export interface DeployedPipeline {
  readonly clients: Clients;
  readonly name: string;
  /** As its record-release action is told. */
  readonly identity: PipelineIdentity;
  /** Roles that belong to the pipeline alone: its own first. */
  readonly roles: readonly string[];
  /** The approval action, where the pipeline asks for one. */
  readonly approval?: Place;
  /** The action that deploys. */
  readonly deploy: Place;
}

/** The structures of all pipelines in one account and region, in order of name. */
export async function deployedStructures(clients: Clients): Promise<PipelineDeclaration[]> {
  const { pipelines } = await clients.codePipeline.send(new ListPipelinesCommand({}));
  const found = await Promise.all(
    (pipelines ?? []).map(({ name }) => clients.codePipeline.send(new GetPipelineCommand({ name }))),
  );
  return found.map(({ pipeline }) => pipeline).filter((pipeline) => pipeline !== undefined);
}

/** What pipelines of every kind have; nothing where it records no release and so is none of the factory's. */
export function describePipeline(
  clients: Clients,
  structure: PipelineDeclaration,
): DeployedPipeline | undefined {
  const deploy = placeOf(structure, 'Deploy');
  const record = actionsBy(structure, 'Lambda').at(-1);
  if (!deploy || !record) return undefined;
  return {
    clients,
    name: structure.name ?? '',
    identity: JSON.parse(record.configuration?.UserParameters ?? '{}') as PipelineIdentity,
    roles: [structure.roleArn ?? ''],
    approval: placeOf(structure, 'Approval'),
    deploy,
  };
}

/** The actions of a provider, in the pipeline's order. */
export function actionsBy({ stages = [] }: PipelineDeclaration, provider: string): ActionDeclaration[] {
  const actions = stages.flatMap((stage) => stage.actions ?? []);
  return actions.filter((action) => action.actionTypeId?.provider === provider);
}

/** The first action of a category and its stage. */
function placeOf({ stages = [] }: PipelineDeclaration, category: string): Place | undefined {
  for (const stage of stages) {
    const action = stage.actions?.find(({ actionTypeId }) => actionTypeId?.category === category);
    if (action) return { stage: stage.name ?? '', action: action.name ?? '' };
  }
  return undefined;
}
