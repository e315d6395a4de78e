import { COMMITTED_PIPELINE, configText } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf } from '../../support/templates';

describe('a pipeline from commits', () => {
  const template = templateOf(appOf(configText(COMMITTED_PIPELINE)), 'shop-store-stg');

  it('goes from the commit over its build and what was found in its images to CodeDeploy', () => {
    expect(actionNames(template)).toEqual([
      'Source/Source',
      'Build/Build',
      'Scan/ScanImages',
      'Deploy/Deploy',
      'Deploy/RecordRelease',
    ]);
  });

  it('takes appspec and task definition from the build, and each image from an artifact of its own', () => {
    const { Configuration, InputArtifacts } = actionOf(template, 'Deploy');
    expect(Configuration).toMatchObject({
      AppSpecTemplateArtifact: 'build',
      AppSpecTemplatePath: 'stg/appspec.yaml',
      TaskDefinitionTemplateArtifact: 'build',
      TaskDefinitionTemplatePath: 'taskdef.json',
      Image1ArtifactName: 'build',
      Image1ContainerName: 'IMAGE1_NAME',
      Image2ArtifactName: 'images2',
      Image2ContainerName: 'IMAGE2_NAME',
    });
    expect(InputArtifacts).toEqual([{ Name: 'build' }, { Name: 'images2' }]);
    expect(actionOf(template, 'Build')).toMatchObject({
      OutputArtifacts: [{ Name: 'build' }, { Name: 'images2' }],
    });
  });

  it('looks at what was found in every image that was built', () => {
    expect(actionOf(template, 'ScanImages').InputArtifacts).toEqual([{ Name: 'build' }, { Name: 'images2' }]);
  });

  it('is made after what it builds and deploys with', () => {
    template.hasResource('AWS::CodePipeline::Pipeline', { DependsOn: ['BuildProject', 'DeploymentGroup'] });
  });

  it('needs no rule, because it has a trigger of its own', () => {
    template.resourceCountIs('AWS::Events::Rule', 0);
  });
});
