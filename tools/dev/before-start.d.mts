export function complaintAboutNode(version: string): string | undefined;
export function complaintAboutPhp(command: string): string | undefined;
export function isInstalled(folder: string): boolean;
export function installPackages(repository: string, say: (line: string) => void): string | undefined;
