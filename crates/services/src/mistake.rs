//! What people give that is not acceptable, in words that say what to do.

use domain::{
    ContentNameError, DescriptionError, EmailError, ExpiryError, GroupNameError, KeyNameError, PasswordError,
    PersonNameError, ProcessSettingsError, TagNameError, TitleError, UsernameError, VanityPathError, VariableError,
};
use thiserror::Error;

/// What is not acceptable, said to the person who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Mistake {
    /// A key's name.
    #[error(transparent)]
    KeyName(#[from] KeyNameError),
    /// A key's role: unknown, or above the maker's.
    #[error("A key's role is viewer, publisher or administrator, and not above your own.")]
    KeyRole,
    /// A key's expiry.
    #[error(transparent)]
    KeyExpiry(#[from] ExpiryError),
    /// The account has as many keys as it may have.
    #[error("You have {0} keys, which is as many as an account may have. Delete some first.")]
    TooManyKeys(u64),
    /// This form was sent before.
    #[error("This form was already sent. Look at the list: the key was made.")]
    SentTwice,
    /// A username that is not allowed.
    #[error(transparent)]
    Username(#[from] UsernameError),
    /// A username that somebody has.
    #[error("This username is taken.")]
    UsernameTaken,
    /// An e-mail address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// A given name.
    #[error(transparent)]
    FirstName(PersonNameError),
    /// A family name.
    #[error(transparent)]
    LastName(PersonNameError),
    /// A new password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The current password, given as a proof.
    #[error("This is not your current password.")]
    CurrentPassword,
    /// The change would leave the server without an administrator.
    #[error("This is the only administrator who is not locked. Make another one first.")]
    LastAdministrator,
    /// A content name.
    #[error(transparent)]
    ContentName(#[from] ContentNameError),
    /// A content title.
    #[error(transparent)]
    Title(#[from] TitleError),
    /// A content description.
    #[error(transparent)]
    Description(#[from] DescriptionError),
    /// An account that was named and does not exist.
    #[error("There is no account named {0}.")]
    UnknownUser(String),
    /// Viewers named for an item that is not for named viewers.
    #[error("Accounts are named only for content with access acl.")]
    ViewersWithoutAcl,
    /// A bundle that cannot be published.
    #[error("{0}")]
    Bundle(String),
    /// The name of another item of the same owner.
    #[error("Its owner has content with this name already. Choose another name.")]
    ContentNameTaken,
    /// An owner that is none.
    #[error("Content belongs to a publisher or an administrator, and there is no such account.")]
    NoSuchOwner,
    /// What people are told while an item is locked.
    #[error("The message of a lock has at most 1024 characters.")]
    LockedMessage,
    /// Settings of processes for what has none.
    #[error("This content is files and no program, so it has no processes to set up.")]
    NotAProgram,
    /// Settings of processes.
    #[error(transparent)]
    Process(#[from] ProcessSettingsError),
    /// The item is locked.
    #[error("This content is locked. Unlock it first.")]
    Locked,
    /// An upload without a byte.
    #[error("The upload is empty. Send the bundle as a .tar.gz in the body.")]
    EmptyUpload,
    /// A choice of files without a file.
    #[error("There is no file in this. Choose a folder with files, a single file, or an archive.")]
    NoFiles,
    /// An archive, and other files beside it.
    #[error("An archive stands for all files. Choose it alone, or choose files without it.")]
    ArchiveAmongFiles,
    /// An upload that is not what its sender has.
    #[error("The upload differs from the checksum in X-Content-Checksum. It was damaged on the way; send it again.")]
    Checksum,
    /// Nothing to deploy.
    #[error("There is no bundle to deploy. Upload one first.")]
    NoBundle,
    /// A version of another item.
    #[error("This version belongs to other content.")]
    BundleOfOther,
    /// A version that is served.
    #[error("This version is active. Activate another one before you delete it.")]
    ActiveBundle,
    /// An account that there is not.
    #[error("There is no such account.")]
    NoSuchUser,
    /// A group that there is not.
    #[error("There is no such group.")]
    NoSuchGroup,
    /// The owner, named beside himself.
    #[error("The owner of content may do everything with it already.")]
    OwnerNamed,
    /// A permission that would become that of somebody who has one.
    #[error("This user has a permission on this content already. Change that one.")]
    UserNamedAlready,
    /// A permission that would become that of a group that has one.
    #[error("This group has a permission on this content already. Change that one.")]
    GroupNamedAlready,
    /// A permission that would become somebody else's.
    #[error("A permission stays with its account or group. Delete it and give another one.")]
    PrincipalStays,
    /// A collaborator who may not publish.
    #[error("A collaborator must be a publisher or an administrator.")]
    ViewerAsCollaborator,
    /// A search that says too much.
    #[error("A search has at most {0} characters.")]
    LongSearch(usize),
    /// A picture that is none.
    #[error("A picture is a PNG, JPEG, GIF or SVG of at most 10 MiB.")]
    Picture,
    /// Somebody works on the item.
    #[error("This content is being deployed. Try again when that has ended.")]
    Deploying,
    /// As many tasks work on it, or wait, as may.
    #[error("Too much of this is under way already. Try again when some of it has ended.")]
    TooManyTasks,
    /// The item or the version went while it was deployed.
    #[error("The content, or this version of it, was deleted while it was deployed.")]
    DeletedMeanwhile,
    /// What is not rendered.
    #[error(
        "This content is not rendered: files are served as they were uploaded, and programs run when they are asked."
    )]
    NothingToRender,
    /// A job that runs no more.
    #[error("This job has ended already.")]
    InactiveJob,
    /// A deploy that somebody ended.
    #[error("Somebody ended this deploy, so what was served before is served still.")]
    DeployEnded,
    /// A filter of the audit log.
    #[error("The filters user_id and key_id take numbers, such as user_id:7.")]
    AuditFilter,
    /// A time.
    #[error("A time is written as in RFC 3339, such as 2026-12-31T23:59:59Z.")]
    Time,
    // Groups.
    /// The name of a group.
    #[error(transparent)]
    GroupName(#[from] GroupNameError),
    /// A group that was named and does not exist.
    #[error("There is no group named {0}.")]
    UnknownGroup(String),
    /// A name that another group has.
    #[error("There is a group with this name already. Choose another name.")]
    GroupNameTaken,
    /// A number that another group has.
    #[error("There is a group with this gid already.")]
    GroupGidTaken,
    /// Somebody who is in the group.
    #[error("This user is a member of the group already.")]
    MemberAlready,
    // Tags.
    /// The name of a tag.
    #[error(transparent)]
    TagName(#[from] TagNameError),
    /// A name that a sibling has.
    #[error("There is a tag with this name in the same place already. Choose another name.")]
    TagNameTaken,
    /// A parent that there is not.
    #[error("There is no tag to put this one under.")]
    NoSuchParentTag,
    /// A tag below itself.
    #[error("A tag cannot stand under itself or under a tag below it.")]
    TagUnderItself,
    /// A tag that there is not.
    #[error("There is no such tag.")]
    NoSuchTag,
    /// A category, on content.
    #[error("This is a category. Choose one of the tags under it.")]
    CategoryOnContent,
    // Environment variables.
    /// An environment variable.
    #[error(transparent)]
    Variable(#[from] VariableError),
    // Vanity addresses.
    /// A vanity path.
    #[error(transparent)]
    Vanity(#[from] VanityPathError),
    /// A path that leads elsewhere.
    #[error("This path, or one above or below it, belongs to other content. Choose another one.")]
    VanityTaken,
    /// A category that nobody sets.
    #[error("The content category can be set to mcp, or to nothing.")]
    ContentCategory,
    // Tokens.
    /// A token without a name or a key.
    #[error("A token needs a name of 16 to 64 letters and digits, and an RSA public key of at least 2048 bits.")]
    TokenIncomplete,
    /// A token that somebody else asks for.
    #[error("There is a token of this name already. Make another one.")]
    TokenTaken,
    /// A token that was let in.
    #[error("This token was claimed already. It works, unless it was removed since.")]
    TokenClaimed,
    /// A token that waited too long.
    #[error("This token is older than an hour. Let the program ask again.")]
    TokenExpired,
    /// Another program asks by the name of the one that was shown.
    #[error("Another program asks by this name by now. Read again which one it is.")]
    TokenReplaced,
    /// The account has as many tokens as it may have.
    #[error("You have {0} tokens, which is as many as an account may have. Remove some first, on your profile.")]
    TooManyTokens(u64),
}
