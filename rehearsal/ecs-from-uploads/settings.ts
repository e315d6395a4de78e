import { PutObjectCommand } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import type { UploadsPipeline } from './pipeline';

/** appspec.yaml and taskdef.json of one pipeline. */
export interface UploadedSettings {
  readonly appspec: string;
  readonly taskDefinition: string;
}

/** Zips the settings and puts them where the pipeline takes them from, as a CI job does; returns the object's version. */
export async function uploadSettings(pipeline: UploadsPipeline, settings: UploadedSettings): Promise<string> {
  const Body = zipSync({
    'appspec.yaml': strToU8(settings.appspec),
    'taskdef.json': strToU8(settings.taskDefinition),
  });
  const { bucket, key } = pipeline.settings;
  const { VersionId } = await pipeline.clients.s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body, Tagging: 'uploaded-by=ci' }),
  );
  return VersionId ?? '';
}

/** The same settings with an environment variable set in every container: the smallest change worth a release. */
export function withVariable(settings: UploadedSettings, name: string, value: string): UploadedSettings {
  const definition = JSON.parse(settings.taskDefinition) as {
    containerDefinitions: { environment?: { name: string; value: string }[] }[];
  };
  for (const container of definition.containerDefinitions) {
    container.environment = [
      ...(container.environment ?? []).filter((entry) => entry.name !== name),
      { name, value },
    ];
  }
  return { ...settings, taskDefinition: JSON.stringify(definition, null, 2) };
}
