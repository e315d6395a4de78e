import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { properties, stackTemplate, type StackTemplate } from './template';

/**
 * The templates of a cloud assembly, nested ones included, in the order of their names.
 * @param folder where `cdk synth` put it, for example `cdk.out`
 * @throws ExpectedError where it holds no assembly
 */
export function readAssembly(folder: string): StackTemplate[] {
  const artifacts = Object.values(properties(readJson(join(folder, 'manifest.json')).artifacts)).map(
    properties,
  );
  return artifacts.flatMap((artifact) => {
    const own = properties(artifact.properties);
    if (artifact.type === 'cdk:cloud-assembly') return readAssembly(join(folder, String(own.directoryName)));
    if (artifact.type !== 'aws:cloudformation:stack') return [];
    return [
      stackTemplate(readJson(join(folder, String(own.templateFile))), accountRegionOf(artifact.environment)),
    ];
  });
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  try {
    return properties(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ExpectedError(
      `${file} is not part of a cloud assembly (cdk synth makes one): ${(error as Error).message}`,
    );
  }
}

function accountRegionOf(environment: unknown): string | undefined {
  const accountRegion = typeof environment === 'string' ? environment.replace('aws://', '') : '';
  return accountRegion === '' || accountRegion.includes('unknown-') ? undefined : accountRegion;
}
