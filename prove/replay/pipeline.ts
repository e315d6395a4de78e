import {
  type ActionDeclaration,
  CodePipelineClient,
  CreatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import type { SimulatedAccount } from '../simulated-account/simulated-account';
import type { ActionDefinition } from '../stores/codepipeline/model';
import type { ReplayAccount } from './account';

/** What a pipeline is made with beside its stages. */
export interface PipelineProps {
  readonly sources: readonly ActionDeclaration[];
  /** Of the artifacts. */
  readonly bucket: string;
  /** Defaults of the pipeline's variables, by `NAMESPACE_NAME`: what its bake would put out. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Makes the pipeline, whose first execution CodePipeline starts. */
export async function deployPipeline(
  { account, config }: ReplayAccount,
  { pipeline: { name, stages, functionPrefix } }: SimulatedAccount,
  { sources, bucket, variables }: PipelineProps,
): Promise<void> {
  await new CodePipelineClient(config).send(
    new CreatePipelineCommand({
      pipeline: {
        ...{ name, roleArn: `arn:aws:iam::${account}:role/${name}` },
        ...{ pipelineType: 'V2', executionMode: 'QUEUED' },
        artifactStore: { type: 'S3', location: bucket },
        variables: Object.entries(variables).map(([one, defaultValue]) => ({ name: one, defaultValue })),
        stages: [
          { name: 'Source', actions: [...sources] },
          ...stages.map((stage) => ({
            name: stage.name,
            actions: stage.actions.map((one, at) => ({
              ...{ name: one.name, namespace: one.namespace, runOrder: one.runOrder ?? at + 1 },
              inputArtifacts: one.inputs?.map((input) => ({ name: input })),
              ...typeOf(one, functionPrefix),
            })),
          })),
        ],
      },
    }),
  );
}

function typeOf(
  { native, action, userParameters }: ActionDefinition,
  functionPrefix: string,
): Pick<ActionDeclaration, 'actionTypeId' | 'configuration'> {
  const type = { owner: 'AWS', version: '1' } as const;
  if (native)
    return {
      actionTypeId: { ...type, category: 'Deploy', provider: native.provider },
      configuration: { ...native.configuration },
    };
  return {
    actionTypeId: { ...type, category: 'Invoke', provider: 'Lambda' },
    configuration: {
      FunctionName: `${functionPrefix}${action}`,
      UserParameters: userParameters.replaceAll(/#\{(Bake)\.(\w+)\}/g, '#{variables.$1_$2}'),
    },
  };
}
