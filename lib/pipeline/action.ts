import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { ActionFunction } from '../../handlers/contract/action-function';
import type { Grant } from './grant';

/** Characters of a value of an action's configuration. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
export const MAX_CONFIGURATION_VALUE_LENGTH = 1000;

/** One action of a pipeline together with what the pipeline's role must be allowed for it. */
export interface Action {
  readonly name: string;
  readonly category: 'Source' | 'Build' | 'Test' | 'Approval' | 'Deploy' | 'Invoke';
  /** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html */
  readonly provider: string;
  /** Values of at most 1,000 characters. */
  readonly configuration: Readonly<Record<string, string>>;
  /** Artifacts it reads, primary one first. @default [] */
  readonly inputs?: readonly string[];
  /** Artifacts it makes. @default [] */
  readonly outputs?: readonly string[];
  /** Where its output variables are found. @default - nowhere */
  readonly namespace?: string;
  /** Its order in its stage; equal numbers run together. @default 1 */
  readonly runOrder?: number;
  readonly grants: readonly Grant[];
  /** The action function that it invokes. @default - none */
  readonly invokes?: ActionFunction;
}

/** The pipeline's own name for the action. */
export function declaration(action: Action): CfnPipeline.ActionDeclarationProperty {
  const { name, category, provider, configuration, inputs = [], outputs = [], namespace, runOrder } = action;
  return {
    name,
    actionTypeId: { category, owner: 'AWS', provider, version: '1' },
    configuration,
    inputArtifacts: artifacts(inputs),
    outputArtifacts: artifacts(outputs),
    namespace,
    runOrder,
  };
}

const artifacts = (names: readonly string[]) => (names.length ? names.map((name) => ({ name })) : undefined);
