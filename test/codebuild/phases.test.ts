import { contextOf, packagingProject, phasesOf } from './support/stage';
import { useStage } from './support/use-stage';

const stage = useStage();

describe('a build', () => {
  it('goes through its phases with its source, and uploads what the buildspec names', async () => {
    await stage().upload('source.zip', {
      'buildspec.yml': `
version: 0.2
phases:
  install: { commands: [echo installing] }
  pre_build: { commands: [cd app, VERSION=$(cat version)] }
  build:
    commands:
      - echo "version $VERSION in $(basename $PWD)"
      - ./make.sh "$VERSION"
  post_build: { commands: [echo done] }
artifacts: { files: ['**/*'], base-directory: out }
`,
      'app/version': '7',
      'app/make.sh': '#!/bin/sh\nmkdir -p ../out/deep && echo "built $1" > ../out/deep/file.txt\n',
    });
    const build = await stage().run('', packagingProject('source.zip'));
    expect(contextOf(build)).toBe('undefined undefined: undefined');
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(Object.keys(phasesOf(build))).toEqual([
      'SUBMITTED',
      'QUEUED',
      'PROVISIONING',
      'DOWNLOAD_SOURCE',
      'INSTALL',
      'PRE_BUILD',
      'BUILD',
      'POST_BUILD',
      'UPLOAD_ARTIFACTS',
      'FINALIZING',
    ]);
    expect(await stage().unzip('source.zip-built.zip')).toEqual({ 'deep/file.txt': 'built 7\n' });
    const log = await stage().log(build);
    expect(log).toContain('version 7 in app');
    expect(log).toMatch(/\[Container\] \S+ \S+ Phase complete: BUILD State: SUCCEEDED/);
    expect(stage().said).toContain(`codebuild ${build.projectName}: version 7 in app`);
  });
});
