/** Architectures that a configuration can name instead of writing them out. */
export const PRESET_NAMES = ["layered", "hexagonal", "feature-sliced", "vscode-extension"] as const;

export type PresetName = (typeof PRESET_NAMES)[number];
