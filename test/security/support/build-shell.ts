import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import { pythonTool, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { parse } from 'yaml';
import type { Clock } from '../../../local-endpoint/kit/clock';
import { bundleProgram } from '../../../local-endpoint/services/codebuild/run/bundle-program';

interface Project {
  readonly Properties: {
    readonly Source: { readonly BuildSpec: string };
    readonly Environment: { readonly EnvironmentVariables: readonly { Name: string; Value: string }[] };
  };
}

interface Buildspec {
  readonly phases: Readonly<Record<string, { readonly commands: string[] } | undefined>>;
}

/** A build that has ended. */
export interface BuildRun {
  readonly status: number;
  readonly output: string;
  /** A JSON file that it made. */
  readonly made: (file: string) => unknown;
}

/** The machine of builds: a folder with the stand-in for docker. */
export class BuildShell {
  private readonly folder = mkdtempSync(join(tmpdir(), 'build-shell-'));
  private docker: Promise<string> | undefined;
  private count = 0;

  constructor(private readonly endpoint: TestEndpoint<Clock>) {}

  /**
   * Runs the buildspec of a template's project in one shell, as CodeBuild does.
   * @param files of the commit, text by path
   * @param variables of the build, the session of its role among them
   * @param afterPush a command that runs after each `docker push`, as somebody else
   */
  async run(
    template: Template,
    project: string,
    files: Readonly<Record<string, string>>,
    variables: Readonly<Record<string, string>>,
    afterPush = ':',
  ): Promise<BuildRun> {
    const work = join(this.folder, String((this.count += 1)));
    const source = join(work, 'src');
    for (const [file, text] of Object.entries(files)) write(join(source, file), text);
    this.docker ??= bundleProgram('docker', this.folder);
    this.installDocker(work, await this.docker, afterPush);
    const { buildspec, own } = projectOf(template, project);
    const env = {
      ...this.endpoint.environment(),
      ...own,
      ...variables,
      PATH: [join(work, 'bin'), dirname(pythonTool('aws')), process.env.PATH].join(delimiter),
      CODEBUILD_BUILD_NUMBER: String(this.count),
      CODEBUILD_BUILD_SUCCEEDING: '1',
    };
    const made = (file: string): unknown => JSON.parse(readFileSync(join(source, file), 'utf8'));
    try {
      const { stdout, stderr } = await promisify(execFile)('sh', ['-c', script(buildspec)], {
        cwd: source,
        env,
      });
      return { status: 0, output: stdout + stderr, made };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, output: stdout + stderr, made };
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private installDocker(work: string, program: string, afterPush: string): void {
    const images = join(work, 'images');
    mkdirSync(images, { recursive: true });
    write(
      join(work, 'bin/docker'),
      [
        '#!/bin/sh',
        `LOCAL_DOCKER_IMAGES=${images} LOCAL_DOCKER_PRIVILEGED=true LOCAL_DOCKER_PATH= ${process.execPath} ${program} "$@" || exit $?`,
        `if [ "$1" = push ]; then ${afterPush}; fi`,
      ].join('\n'),
    );
    chmodSync(join(work, 'bin/docker'), 0o755);
  }
}

function projectOf(template: Template, name: string): { buildspec: Buildspec; own: Record<string, string> } {
  const found = template.findResources('AWS::CodeBuild::Project', { Properties: { Name: name } });
  const [project] = Object.values(found) as Project[];
  if (!project) throw new Error(`the template must have a project of this name, got: ${name}`);
  const { Source, Environment } = project.Properties;
  return {
    buildspec: parse(Source.BuildSpec) as Buildspec,
    own: Object.fromEntries(Environment.EnvironmentVariables.map(({ Name, Value }) => [Name, Value])),
  };
}

/** The first command that fails ends the build. */
const script = ({ phases }: Buildspec): string =>
  ['pre_build', 'build', 'post_build']
    .flatMap((phase) => phases[phase]?.commands ?? [])
    .map((command) => `{ ${command}\n} || exit 1`)
    .join('\n');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
