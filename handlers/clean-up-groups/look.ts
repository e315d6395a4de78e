import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { FleetClients } from '../fleet/clients';
import type { CleanUp } from './parse-event';

/** One invocation. */
export interface CleanUpLook {
  readonly request: CleanUp;
  readonly clients: FleetClients & { readonly codePipeline: CodePipelineClient };
  /** Name of the pipeline, by which its groups are tagged. */
  readonly pipeline: string;
}
