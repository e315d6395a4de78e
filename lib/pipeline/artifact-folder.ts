/**
 * The folder of the artifact bucket that CodePipeline keeps a pipeline's artifacts in: the first twenty characters of the
 * pipeline's name. https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html
 */
export const artifactFolder = (pipeline: string): string => pipeline.slice(0, 20);
